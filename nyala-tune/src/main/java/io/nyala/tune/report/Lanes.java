// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import io.nyala.plot.Span;
import io.nyala.tune.TrialResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Assigns trials to rows of a timeline without overlaps, because a journal does not record the
 * worker of a trial. Pauses of the search, such as between an interruption and resuming, are left
 * out.
 */
final class Lanes {
  private static final double LONGEST_PAUSE = 1;

  private Lanes() {}

  /** Returns a bar for each finished trial, in seconds of search time. */
  static List<Span> of(List<TrialResult> trials) {
    List<TrialResult> ended =
        trials.stream()
            .filter(trial -> trial.ended() != null)
            .sorted(Comparator.comparing(TrialResult::begun).thenComparing(TrialResult::number))
            .toList();
    List<Span> spans = new ArrayList<>();
    List<Instant> free = new ArrayList<>();
    Instant latest = ended.isEmpty() ? Instant.EPOCH : ended.getFirst().begun();
    Instant zero = latest;
    for (TrialResult trial : ended) {
      double pause = seconds(latest, trial.begun());
      if (pause > LONGEST_PAUSE) {
        zero = zero.plusNanos((long) (pause * 1e9));
      }
      int lane = 0;
      while (lane < free.size() && free.get(lane).isAfter(trial.begun())) {
        lane++;
      }
      if (lane == free.size()) {
        free.add(trial.ended());
      } else {
        free.set(lane, trial.ended());
      }
      double from = seconds(zero, trial.begun());
      double to = Math.max(from, seconds(zero, trial.ended()));
      spans.add(new Span("worker " + (lane + 1), from, to, words(trial)));
      latest = trial.ended().isAfter(latest) ? trial.ended() : latest;
    }
    return spans;
  }

  private static String words(TrialResult trial) {
    return switch (trial.state()) {
      case COMPLETE -> "complete";
      case PRUNED -> "stopped early";
      case FAIL -> "failed";
      default -> "not finished";
    };
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
