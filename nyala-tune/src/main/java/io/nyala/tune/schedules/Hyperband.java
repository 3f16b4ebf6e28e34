// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Hyperband (Li and others: Hyperband, a novel bandit-based approach to hyperparameter
 * optimization; JMLR 18, 2018): brackets that start with many trials of few epochs, or few trials
 * of many epochs, and continue with the best of each rung. The numbers are computed in integer
 * arithmetic. {@link #table()} returns them before anything runs.
 *
 * <p>A promoted trial continues from its checkpoint: after its last rung it has the same weights as
 * after a single training of that length. {@link #fromScratch()} retrains it from the start in each
 * rung, as the paper's code did.
 */
public final class Hyperband implements TrialSchedule {
  /** The number of trials in each rung, which differs between publications. */
  public enum Variant {
    /**
     * The paper's pseudocode: {@code ceil((smax + 1) / (s + 1) eta^s)} trials; the number of
     * promoted ones is rounded down. 206 trainings for 81 epochs and eta 3.
     */
    PAPER_PSEUDOCODE,
    /** The paper's table: {@code floor((smax + 1) / (s + 1)) eta^s}. 187 trainings. */
    PAPER_TABLE,
    /**
     * KerasTuner: like the pseudocode, but the number of promoted trials is rounded up. 211
     * trainings.
     */
    KERAS_TUNER
  }

  private final int most;
  private final int eta;
  private final Variant variant;
  private final int iterations;
  private final boolean anew;

  private Hyperband(int most, int eta, Variant variant, int iterations, boolean anew) {
    if (most < 1 || eta < 2 || iterations < 1) {
      throw new IllegalArgumentException(
          "Hyperband: expected at least 1 epoch, an eta of at least 2 and 1 iteration, got %d, %d and %d"
              .formatted(most, eta, iterations));
    }
    this.most = most;
    this.eta = eta;
    this.variant = Objects.requireNonNull(variant, "variant");
    this.iterations = iterations;
    this.anew = anew;
  }

  /**
   * Creates the schedule with the numbers of the paper's pseudocode.
   *
   * @param mostEpochs the maximum epochs of a trial: the paper's R
   * @param eta the reduction factor: one of {@code eta} trials continues, for {@code eta} times the
   *     epochs
   * @throws IllegalArgumentException if the values do not form a valid schedule
   */
  public static Hyperband of(int mostEpochs, int eta) {
    return new Hyperband(mostEpochs, eta, Variant.PAPER_PSEUDOCODE, 1, false);
  }

  /** Returns a schedule with the numbers of another publication. */
  public Hyperband variant(Variant other) {
    return new Hyperband(most, eta, other, iterations, anew);
  }

  /** Returns a schedule that runs all brackets {@code times} times. */
  public Hyperband iterations(int times) {
    return new Hyperband(most, eta, variant, times, anew);
  }

  /** Returns a schedule that retrains promoted trials from the start. */
  public Hyperband fromScratch() {
    return new Hyperband(most, eta, variant, iterations, true);
  }

  /** Returns the brackets of one iteration in their order, each a list of rungs. */
  public List<List<Rung>> brackets() {
    int last = 0;
    for (long power = eta; power <= most; power *= eta) {
      last++;
    }
    List<List<Rung>> brackets = new ArrayList<>();
    for (int s = last; s >= 0; s--) {
      brackets.add(bracket(s, last));
    }
    return brackets;
  }

  private List<Rung> bracket(int s, int last) {
    long power = power(s);
    // KerasTuner rounds the logarithm up, which matters if the epochs are not a power of eta.
    long all = last + 1 + (variant == Variant.KERAS_TUNER && power(last) < most ? 1 : 0);
    long trials =
        variant == Variant.PAPER_TABLE ? all / (s + 1) * power : Math.ceilDiv(all * power, s + 1L);
    List<Rung> rungs = new ArrayList<>();
    for (int i = 0; i <= s; i++) {
      long share = power(i);
      long parts = power(s - i);
      boolean up = variant == Variant.KERAS_TUNER;
      long kept = up ? Math.ceilDiv(trials, share) : trials / share;
      long epochs = up ? Math.ceilDiv((long) most, parts) : (most + parts / 2) / parts;
      rungs.add(new Rung(Math.toIntExact(kept), (int) Math.max(1, epochs)));
    }
    return rungs;
  }

  private long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= eta;
    }
    return power;
  }

  /** Returns the total number of trainings, including promotions. */
  public int runs() {
    return iterations * brackets().stream().flatMap(List::stream).mapToInt(Rung::trials).sum();
  }

  /** Returns the number of distinct trials. */
  public int trials() {
    return iterations * brackets().stream().mapToInt(rungs -> rungs.getFirst().trials()).sum();
  }

  /** Returns the total number of epochs. */
  public long epochs() {
    long sum = 0;
    for (List<Rung> rungs : brackets()) {
      int before = 0;
      for (Rung rung : rungs) {
        sum += (long) rung.trials() * (rung.epochs() - before);
        before = anew ? 0 : rung.epochs();
      }
    }
    return iterations * sum;
  }

  /** Returns the schedule as text: a line for each bracket, and the totals. */
  public String table() {
    StringBuilder text = new StringBuilder();
    List<List<Rung>> brackets = brackets();
    for (int b = 0; b < brackets.size(); b++) {
      text.append("bracket %d: ".formatted(brackets.size() - 1 - b))
          .append(
              brackets.get(b).stream()
                  .map(rung -> rung.trials() + " x " + rung.epochs())
                  .collect(Collectors.joining(", ")))
          .append(" epochs\n");
    }
    return text.append(
            "%s%,d trials, %,d runs, %,d epochs"
                .formatted(
                    iterations == 1 ? "" : iterations + " times, ", trials(), runs(), epochs()))
        .toString();
  }

  @Override
  public Decision next(List<Seen> jobs) {
    List<List<Rung>> all = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      all.addAll(brackets());
    }
    return new Brackets(all, anew).next(jobs);
  }

  @Override
  public String describe() {
    return "Hyperband of %d epochs, eta %d, %s, %d times, trials %s"
        .formatted(
            most, eta, variant.name(), iterations, anew ? "from scratch" : "from checkpoints");
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public boolean pauses() {
    return !anew;
  }

  @Override
  public boolean trainsOnce() {
    return false;
  }

  @Override
  public long units() {
    return epochs();
  }

  @Override
  public int mostEpochs() {
    return most;
  }
}
