// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.journal.Ending;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredJob;
import io.nyala.tune.journal.StoredTrial;
import io.nyala.tune.math.Digits;
import io.nyala.tune.schedules.Job;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Logs the progress of a search: the result of each trial, the best so far, and the time taken. */
final class Narrator {
  private static final int DIGITS = 4;

  /** Lines are no longer than this if they can. */
  private static final int COLUMNS = 100;

  private final Settings settings;
  private final Ledger ledger;
  private final long before;
  private long done;
  private final long began = System.nanoTime();

  Narrator(Settings settings, Ledger ledger) {
    this.settings = settings;
    this.ledger = ledger;
    this.before =
        ledger.jobs().stream()
            .filter(job -> job.ending() != null)
            .mapToLong(job -> units(job.job()))
            .sum();
  }

  private void say(String line) {
    settings.progress().accept(line);
  }

  /** Lines are only composed if there is a listener. */
  private boolean silent() {
    return settings.progress() == Settings.SILENT;
  }

  void began(StoredJob job) {
    Job work = job.job();
    if (work.rung() == 0 || silent()) {
      return;
    }
    StoredTrial trial = ledger.trials().get(work.trial());
    String what =
        trial.copyOf() >= 0 && trial.jobs().getFirst() == job
            ? "trial %d continues from trial %d, from %d to %d epochs, with %s"
                .formatted(
                    work.trial(), trial.copyOf(), work.from(), work.to(), values(job, COLUMNS / 2))
            : "trial %d continues, from %d to %d epochs"
                .formatted(work.trial(), work.from(), work.to());
    say(what);
  }

  void ended(StoredJob job, Ending ending, int best) {
    done += units(job.job());
    if (silent()) {
      return;
    }
    String what =
        switch (ending.end()) {
          case REACHED -> values(ending.values());
          case PRUNED -> "pruned after step " + ending.lastStep();
          case FAILED -> "failed: " + ending.reason();
        };
    List<Goal> goals = settings.goals();
    String soFar =
        best < 0
            ? ""
            : "; best %s of trial %d"
                .formatted(
                    goals.size() == 1
                        ? number(ledger.trials().get(best).ending().values().getFirst())
                        : values(ledger.trials().get(best).ending().values()),
                    best);
    String end = ": " + what + soFar + left();
    String begin = "trial %d ".formatted(job.job().trial());
    say(begin + values(job, COLUMNS - begin.length() - end.length()) + end);
  }

  /** Estimates the remaining time from the completed epochs, as if all took equally long. */
  private String left() {
    long all = settings.schedule().units();
    long open = all - before - done;
    if (all == 0 || open <= 0) {
      return "";
    }
    double nanos = (double) (System.nanoTime() - began) / done * open;
    return "; " + words(Duration.ofNanos((long) nanos)) + " left";
  }

  private static long units(Job job) {
    return Math.max(1, job.to() - job.from());
  }

  /** Returns as many values of a trial as fit, but at least the first one. */
  private String values(StoredJob job, int room) {
    StringBuilder text = new StringBuilder("{");
    String more = ", ...}";
    Iterator<Map.Entry<String, Object>> all =
        ledger.trials().get(job.job().trial()).values().asMap().entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Object> each = all.next();
      String shown = each.getKey() + "=" + shown(each.getValue());
      boolean first = text.length() == 1;
      int needed = text.length() + 2 + shown.length() + (all.hasNext() ? more.length() : 1);
      if (!first && needed > room) {
        return text.append(more).toString();
      }
      text.append(first ? "" : ", ").append(shown);
    }
    return text.append('}').toString();
  }

  /** Formats a number briefly; the journal has all digits. */
  private static String shown(Object value) {
    return value instanceof Double number ? Digits.of(number, DIGITS) : String.valueOf(value);
  }

  private String values(List<Double> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(settings.goals().get(i).name())
          .append(' ')
          .append(number(values.get(i)));
    }
    return text.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }

  void end(String why) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    say(
        "the search has ended after %s, %s and %s: %s"
            .formatted(
                count(ledger.trials().size(), "trial"),
                count(ledger.jobs().size(), "training"),
                words(took),
                why));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  static String words(Duration time) {
    long seconds = time.toSeconds();
    return seconds >= 3600
        ? "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60)
        : seconds >= 60
            ? "%d min %d s".formatted(seconds / 60, seconds % 60)
            : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
