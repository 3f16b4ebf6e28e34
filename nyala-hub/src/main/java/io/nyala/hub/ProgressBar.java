// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.Console;
import java.io.PrintStream;
import java.net.URI;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows a download as a bar that is redrawn in place. Where the output is not a terminal, a line at
 * the beginning of each file takes its place.
 */
public final class ProgressBar implements DownloadListener {
  private static final int WIDTH = 24;
  private static final int NAME = 40;
  private static final long NANOS = 1_000_000_000;
  private static final long INTERVAL = NANOS / 10;
  private static final double MEGA = 1e6;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier clock;

  private String name = "";
  private long first;
  private long start;
  private long total;
  private long now;
  private long shown;
  private int width;
  private boolean running;

  /**
   * Creates a bar.
   *
   * @param terminal whether the output is a terminal
   * @param clock the time in nanoseconds
   */
  ProgressBar(PrintStream out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Returns a bar on a stream, or lines if the program does not run in a terminal. */
  public static ProgressBar on(PrintStream out) {
    return new ProgressBar(out, isTerminal(), System::nanoTime);
  }

  /** Returns a bar on a stream, or nothing at all if the program does not run in a terminal. */
  public static DownloadListener onTerminal(PrintStream out) {
    return isTerminal() ? new ProgressBar(out, true, System::nanoTime) : DownloadListener.NONE;
  }

  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public synchronized void began(RemoteFile file, URI home, long bytes, long whole) {
    name = file.name();
    total = whole;
    first = bytes;
    now = bytes;
    start = clock.getAsLong();
    shown = start;
    if (terminal) {
      running = true;
      draw();
    } else {
      out.println(line(home, bytes, whole));
      out.flush();
    }
  }

  /** Returns the line that tells of a download. */
  static String line(URI home, long bytes, long whole) {
    String size = whole < 0 ? "" : " (%s)".formatted(megabytes(whole));
    String rest = bytes == 0 ? "" : ", continued at %s".formatted(megabytes(bytes));
    return "Downloading " + home + size + rest;
  }

  @Override
  public synchronized void came(long bytes) {
    now = bytes;
    long time = clock.getAsLong();
    if (running && time - shown >= INTERVAL) {
      shown = time;
      draw();
    }
  }

  @Override
  public synchronized void ended() {
    if (running) {
      draw();
      out.println();
      out.flush();
      running = false;
      width = 0;
    }
  }

  private void draw() {
    double seconds = (double) (clock.getAsLong() - start) / NANOS;
    double speed = seconds > 0 ? (now - first) / seconds : 0;
    StringBuilder line = new StringBuilder(shortName()).append("  ");
    if (total > 0) {
      int done = (int) (WIDTH * now / total);
      line.append("━".repeat(done)).append("─".repeat(WIDTH - done));
      line.append(String.format(Locale.ROOT, " %3d %%  ", 100 * now / total));
      line.append(megabytes(now)).append(" of ").append(megabytes(total));
    } else {
      line.append(megabytes(now));
    }
    line.append(String.format(Locale.ROOT, "  %.1f MB/s", speed / MEGA));
    if (speed > 0 && total > now) {
      long left = (long) ((total - now) / speed);
      line.append(String.format(Locale.ROOT, "  %d:%02d left", left / 60, left % 60));
    }
    out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    out.flush();
    width = line.length();
  }

  /** Names of weights begin alike: the end tells them apart. */
  private String shortName() {
    return name.length() <= NAME ? name : "..." + name.substring(name.length() - NAME + 3);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGA);
  }
}
