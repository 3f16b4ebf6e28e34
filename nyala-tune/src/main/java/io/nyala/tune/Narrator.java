// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.journal.Ending;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredJob;
import io.nyala.tune.journal.StoredTrial;
import io.nyala.tune.math.Digits;
import io.nyala.tune.schedules.Job;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Logs the progress of a search: the result of each trial, the best so far, and the time taken. */
final class Narrator {
  private static final int DIGITS = 5;

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

  /** Lines that nobody reads are not composed. */
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
            ? "trial %d takes over from trial %d, from %d to %d epochs, with %s"
                .formatted(work.trial(), trial.copyOf(), work.from(), work.to(), values(job))
            : "trial %d goes on, from %d to %d epochs"
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
    String soFar =
        best < 0
            ? ""
            : "; best " + values(ledger.trials().get(best).ending().values()) + " of trial " + best;
    say("trial %d %s: %s%s%s".formatted(job.job().trial(), values(job), what, soFar, left()));
  }

  /** By the epochs that are done, as if all took equally long. */
  private String left() {
    long all = settings.schedule().units();
    long open = all - before - done;
    if (all == 0 || open <= 0) {
      return "";
    }
    double nanos = (double) (System.nanoTime() - began) / done * open;
    return "; about " + words(Duration.ofNanos((long) nanos)) + " left";
  }

  private static long units(Job job) {
    return Math.max(1, job.to() - job.from());
  }

  private String values(StoredJob job) {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    ledger
        .trials()
        .get(job.job().trial())
        .values()
        .asMap()
        .forEach((name, value) -> text.add(name + "=" + shown(value)));
    return text.toString();
  }

  /** As short as the line of a trial needs it; the journal has all digits. */
  private static String shown(Object value) {
    return value instanceof Double number ? Digits.of(number, DIGITS) : String.valueOf(value);
  }

  private String values(List<Double> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(settings.goals().get(i).name())
          .append(' ')
          .append(String.format(Locale.ROOT, "%.5g", values.get(i)));
    }
    return text.toString();
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
