// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Population-based training (Jaderberg and others: Population based training of neural networks;
 * 2017) with truncation selection. All members of a population are trained in parallel. After each
 * interval, the worst ones are replaced: a new trial copies the weights and optimizer state of one
 * of the best, drawn at random, perturbs its hyperparameters, and continues from there.
 * Hyperparameters therefore change during training, like learning rates with a schedule.
 *
 * <p>The space must contain only hyperparameters that do not change the shapes of weights: learning
 * rates, dropout, weight decay, batch sizes.
 *
 * <p>All members reach the end of an interval before any of them continues, so the result is the
 * same for any number of workers. The defaults are those of Ray Tune: the quantile 0.25, a
 * resampling probability of 0.25, and the factors 0.8 and 1.2.
 */
public final class PopulationBased implements TrialSchedule {
  private static final Perturbation USUAL = new Perturbation(0.25, 0.8, 1.2);

  private final int members;
  private final int epochs;
  private final int interval;
  private final double quantile;
  private final Perturbation perturbation;

  private PopulationBased(
      int members, int epochs, int interval, double quantile, Perturbation perturbation) {
    this.members = members;
    this.epochs = epochs;
    this.interval = interval;
    this.quantile = quantile;
    this.perturbation = perturbation;
  }

  /**
   * Creates the schedule.
   *
   * @param members the number of trials trained in parallel, at least 2
   * @param epochs the total epochs of each member
   * @param interval the epochs between replacements
   * @throws IllegalArgumentException if the values do not form a valid schedule
   */
  public static PopulationBased of(int members, int epochs, int interval) {
    if (members < 2 || interval < 1 || epochs < interval) {
      throw new IllegalArgumentException(
          "population-based training: expected at least 2 members, an interval of at least 1 epoch, and not fewer epochs; got %d members, %d epochs, an interval of %d"
              .formatted(members, epochs, interval));
    }
    return new PopulationBased(members, epochs, interval, 0.25, USUAL);
  }

  /**
   * Returns this schedule with another fraction of members that are replaced, and of those that are
   * copied.
   *
   * @param share above 0, at most 0.5; default 0.25. At least one member is replaced
   */
  public PopulationBased quantile(double share) {
    if (!(share > 0 && share <= 0.5)) {
      throw new IllegalArgumentException(
          "population-based training: expected a quantile above 0 and up to 0.5, got " + share);
    }
    return new PopulationBased(members, epochs, interval, share, perturbation);
  }

  /** Returns this schedule with another perturbation of hyperparameters. */
  public PopulationBased perturbation(Perturbation how) {
    return new PopulationBased(members, epochs, interval, quantile, how);
  }

  @Override
  public Decision next(List<Seen> jobs) {
    int generation = jobs.size() / members;
    int place = jobs.size() % members;
    int to = Math.min(epochs, (generation + 1) * interval);
    boolean last = to == epochs;
    if (generation == 0) {
      return new Decision.Begin(to, place, last);
    }
    List<Seen> before = jobs.subList((generation - 1) * members, generation * members);
    if (before.stream().anyMatch(seen -> seen.outcome() == null)) {
      return new Decision.Wait();
    }
    if (generation * interval >= epochs) {
      return new Decision.End(
          "all %d members were trained for %d epochs".formatted(members, epochs));
    }
    List<Seen> ranked = Brackets.ranked(before);
    if (ranked.isEmpty()) {
      return new Decision.End(
          "no member of the population has a value after %d epochs"
              .formatted(generation * interval));
    }
    int share = Math.max(1, (int) (members * quantile));
    List<Seen> top = ranked.subList(0, Math.min(share, ranked.size()));
    int replaced = Math.max(members - ranked.size(), Math.min(share, members - top.size()));
    List<Seen> staying = ranked.subList(0, members - replaced);
    // Copies come first, because they need the current state of their sources.
    if (place < replaced) {
      List<Integer> free = places(before);
      free.removeAll(places(staying));
      return new Decision.Copy(trials(top), perturbation, to, free.get(place), last);
    }
    int trial = trials(staying).stream().sorted().toList().get(place - replaced);
    return new Decision.GoOn(trial, to, false, last);
  }

  private static List<Integer> trials(List<Seen> members) {
    return members.stream().map(seen -> seen.job().trial()).toList();
  }

  /** Returns the positions in the population, which brackets represent here. */
  private static List<Integer> places(List<Seen> members) {
    List<Integer> places = new ArrayList<>();
    members.forEach(seen -> places.add(seen.job().bracket()));
    places.sort(Comparator.naturalOrder());
    return places;
  }

  @Override
  public String describe() {
    return "population of %d, %d epochs, exchange every %d, quantile %s, resample %s, factors %s and %s"
        .formatted(
            members,
            epochs,
            interval,
            quantile,
            perturbation.resample(),
            perturbation.lower(),
            perturbation.upper());
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public boolean pauses() {
    return true;
  }

  @Override
  public boolean trainsOnce() {
    return false;
  }

  @Override
  public long units() {
    return (long) members * epochs;
  }

  @Override
  public int mostEpochs() {
    return epochs;
  }
}
