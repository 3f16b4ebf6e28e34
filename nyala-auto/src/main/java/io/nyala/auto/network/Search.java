// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import io.nyala.auto.facts.AutoTrial;
import io.nyala.models.TrainingDivergedException;
import io.nyala.tune.Study;
import io.nyala.tune.Trial;
import io.nyala.tune.TrialResult;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.pruners.Pruners;
import io.nyala.tune.samplers.TpeSampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks for a good network: the safe choice first, then what a search proposes. Every trial is
 * trained with the same seed by the same steps as the written program, so the best one needs no
 * second training.
 */
public final class Search {
  /** Trials when time would allow more; the validation rows would be learned by heart. */
  private static final int MOST_TRIALS = 60;

  /** The share of the time that the linear models may take, and the first network. */
  private static final double LINEAR_SHARE = 0.25;

  private static final double FIRST_SHARE = 0.75;

  /** Searching ends at this share of the time: the report needs the rest. */
  private static final double SEARCH_SHARE = 0.8;

  private static final int WARMUP = 10;
  private static final int WORKERS = 4;

  private final Training training;
  private final NetworkSettings safe;
  private final Clock clock;
  private final int wanted;
  private final Consumer<String> progress;
  private final List<AutoTrial> trials = new ArrayList<>();
  private final Map<Integer, NetworkSettings> tried = new HashMap<>();
  private Trained best;
  private int bestNumber;
  private boolean cut;

  /**
   * Creates a search.
   *
   * @param wanted the number of trials, or 0 for as many as there is time for
   */
  public Search(
      Training training, NetworkSettings safe, Clock clock, int wanted, Consumer<String> progress) {
    this.training = training;
    this.safe = safe;
    this.clock = clock;
    this.wanted = wanted;
    this.progress = progress;
  }

  /** Returns the best of a few linear models: ridge or logistic regression. */
  public Trained linear() {
    Trained linear = null;
    List<NetworkSettings> choices = training.architecture().linear(safe);
    for (int i = 0; i < choices.size(); i++) {
      double share = LINEAR_SHARE * (i + 1) / choices.size();
      if (linear != null && clock.elapsed() >= share * limit()) {
        cut = true;
        break;
      }
      // The first one may need all of the time.
      Trained next = timed(choices.get(i), linear == null ? LINEAR_SHARE : share);
      linear = linear == null || next.loss() < linear.loss() ? next : linear;
    }
    return linear;
  }

  private double limit() {
    return clock.elapsed() + clock.left();
  }

  /** Trains until the clock says stop; the settings then say how many epochs there were. */
  private Trained timed(NetworkSettings settings, double share) {
    if (!clock.isLimited()) {
      return training.run(settings);
    }
    Clock.Stop stop = clock.stopAt(share);
    Trained trained = training.run(settings, stop);
    if (!stop.stopped()) {
      return trained;
    }
    cut = true;
    return new Trained(
        settings.epochs(trained.history().epochs().size()),
        trained.network(),
        trained.history(),
        trained.loss(),
        trained.seconds());
  }

  /** Returns the best network. */
  public Trained network() {
    best = timed(safe, FIRST_SHARE);
    trials.add(trial(0, best));
    say(0, best.loss(), true);
    double left = SEARCH_SHARE * limit() - clock.elapsed() - best.seconds();
    int more = (wanted > 0 ? wanted : MOST_TRIALS) - 1;
    if (more < 1 || clock.isLimited() && left <= 0) {
      return best;
    }
    Study study =
        Study.inMemory()
            .minimize("val_loss")
            .sampler(new TpeSampler())
            .pruner(Pruners.median().warmup(WARMUP))
            .trials(more)
            .epochs(safe.epochs())
            .workers(Math.min(WORKERS, Runtime.getRuntime().availableProcessors()))
            .seed(safe.seed());
    if (clock.isLimited()) {
      study.timeBudget(Duration.ofMillis((long) (1000 * left)));
    }
    study.run(this::value);
    for (TrialResult result : study.trials()) {
      trials.add(trial(result));
    }
    return best;
  }

  private double value(Trial trial) {
    NetworkSettings settings = training.architecture().propose(trial.hyperparameters(), safe);
    Trained trained;
    try {
      trained = training.run(settings, trial.reports());
    } catch (TrainingDivergedException e) {
      return Double.NaN;
    }
    trial.attribute("epochs", trained.history().epochs().size());
    note(trial.number() + 1, settings);
    trial.check();
    keep(trial.number() + 1, trained);
    return trained.loss();
  }

  private synchronized void note(int number, NetworkSettings settings) {
    tried.put(number, settings);
  }

  private synchronized void keep(int number, Trained trained) {
    boolean better =
        trained.loss() < best.loss() || trained.loss() == best.loss() && number < bestNumber;
    if (better) {
      best = trained;
      bestNumber = number;
    }
    say(number, trained.loss(), better);
  }

  private void say(int number, double loss, boolean better) {
    progress.accept(
        String.format(
            Locale.ROOT,
            "trial %d: validation loss %.4f%s",
            number,
            loss,
            better ? ", the best so far" : ""));
  }

  /** Returns all trials by number. */
  public List<AutoTrial> trials() {
    return List.copyOf(trials);
  }

  /**
   * Returns whether time ended a linear model or the first network, so that a search without a
   * limit differs.
   */
  public boolean cut() {
    return cut;
  }

  /** Returns the number of the best trial. */
  public int bestNumber() {
    return bestNumber;
  }

  private static AutoTrial trial(int number, Trained trained) {
    return new AutoTrial(
        number,
        trained.settings().asMap(),
        trained.loss(),
        trained.history().epochs().size(),
        trained.seconds());
  }

  private AutoTrial trial(TrialResult result) {
    boolean complete = result.state() == TrialState.COMPLETE;
    Object epochs = result.attributes().get("epochs");
    int number = result.number() + 1;
    int same = result.sameAs() < 0 ? number : result.sameAs() + 1;
    return new AutoTrial(
        number,
        tried.containsKey(same) ? tried.get(same).asMap() : result.values().asMap(),
        complete ? result.value() : Double.NaN,
        epochs instanceof Number n ? n.intValue() : 0,
        result.took().map(d -> d.toMillis() / 1000.0).orElse(0.0));
  }
}
