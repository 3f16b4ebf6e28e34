// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The text of Keras's progress bar ({@code utils/progbar.py}) for one epoch. */
final class Progbar {
  private static final int WIDTH = 20;
  private static final double INTERVAL = 0.05;
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String WHITE = "\u001b[37m";
  private static final String PLAIN = "\u001b[0m";

  private int target;
  private final double start;
  private final boolean colored;
  private final Map<String, Double> values = new LinkedHashMap<>();
  private double lastUpdate = Double.NEGATIVE_INFINITY;
  private double afterFirstStep = Double.NaN;
  private int lastWidth;

  /**
   * Starts an epoch.
   *
   * @param target the number of steps, or -1 if unknown
   * @param now in seconds
   * @param colored whether to use terminal colors
   */
  Progbar(int target, double now, boolean colored) {
    this.target = target;
    this.start = now;
    this.colored = colored;
  }

  /** Sets the number of steps once it is known. */
  void target(int steps) {
    target = steps;
  }

  /** Returns the text to print after a step, or null if the last print was too recent. */
  String step(int current, double now, Map<String, Double> logs) {
    double perStep = secondsPerStep(current, now);
    if (now - lastUpdate < INTERVAL) {
      return null;
    }
    lastUpdate = now;
    values.putAll(logs);
    String time = target < 0 ? whole(now - start) + "s" : eta(perStep * (target - current));
    return bar(current, time, perStep, false);
  }

  /** Returns the text to print at the end of the epoch: the bar and a line break. */
  String end(double now, Map<String, Double> logs) {
    double perStep = secondsPerStep(target, now);
    values.putAll(logs);
    return bar(target, whole(now - start) + "s", perStep, true);
  }

  /** Returns the single line of an epoch, for output other than a terminal. */
  String line(double now, Map<String, Double> logs) {
    double perStep = secondsPerStep(target, now);
    values.putAll(logs);
    return count(target) + " - " + whole(now - start) + "s -" + perStep(perStep) + numbers() + "\n";
  }

  private String bar(int current, String time, double perStep, boolean last) {
    int done = target == 0 ? WIDTH : target < 0 ? 0 : (int) (WIDTH * ((double) current / target));
    String bar = bold(count(current)) + " " + line(done);
    int barWidth = count(current).length() + 1 + WIDTH;
    String rest = perStep(perStep) + numbers();
    int width = barWidth + 1 + time.length() + rest.length();
    String message =
        "\b".repeat(lastWidth)
            + "\r"
            + bar
            + " "
            + bold(time)
            + rest
            + " ".repeat(Math.max(0, lastWidth - width))
            + (last ? "\n" : "");
    lastWidth = width;
    return message;
  }

  private String bold(String text) {
    return colored ? BOLD + text + PLAIN : text;
  }

  /** Returns the bar itself; without colors, the completed part is drawn heavier. */
  private String line(int done) {
    if (!colored) {
      return "━".repeat(done) + "─".repeat(WIDTH - done);
    }
    return (done > 0 ? GREEN + "━".repeat(done) + PLAIN : "")
        + WHITE
        + "━".repeat(WIDTH - done)
        + PLAIN;
  }

  private String count(int current) {
    String of = target < 0 ? "Unknown" : Integer.toString(target);
    String now = Integer.toString(current);
    return " ".repeat(Math.max(0, of.length() - now.length())) + now + "/" + of;
  }

  private String numbers() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, v) -> text.append(" - ").append(name).append(": ").append(number(v)));
    return text.toString();
  }

  /** Formats as Python's {@code .4f}, or {@code .4e} where that would show nothing. */
  static String number(double v) {
    if (Double.isNaN(v) || Double.isInfinite(v)) {
      return Double.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";
    }
    return Math.abs(v) > 1e-3
        ? new BigDecimal(v).setScale(4, RoundingMode.HALF_EVEN).toPlainString()
        : String.format(Locale.ROOT, "%.4e", v);
  }

  private static String eta(double seconds) {
    long s = (long) seconds;
    if (seconds > 3600) {
      return String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s % 3600 / 60, s % 60);
    }
    return seconds > 60 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60) : s + "s";
  }

  private static String perStep(double seconds) {
    if (seconds >= 1 || seconds == 0) {
      return " " + whole(seconds) + "s/step";
    }
    return seconds >= 1e-3
        ? " " + whole(seconds * 1e3) + "ms/step"
        : " " + whole(seconds * 1e6) + "us/step";
  }

  private static String whole(double v) {
    return Long.toString((long) Math.rint(v));
  }

  /**
   * Returns the seconds per step; the first step, which is atypical, is excluded once there are
   * more.
   */
  private double secondsPerStep(int current, double now) {
    if (current == 0) {
      return 0;
    }
    double perStep =
        !Double.isNaN(afterFirstStep) && current > 1
            ? (now - afterFirstStep) / (current - 1)
            : (now - start) / current;
    if (current == 1) {
      afterFirstStep = now;
    }
    return perStep;
  }
}
