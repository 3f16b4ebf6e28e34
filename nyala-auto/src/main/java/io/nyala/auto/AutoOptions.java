// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto;

import io.nyala.auto.data.Comparison;
import io.nyala.auto.data.Material;
import io.nyala.auto.data.Scores;
import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoScore;
import io.nyala.auto.network.Clock;
import io.nyala.auto.network.NetworkReasons;
import io.nyala.auto.network.NetworkSettings;
import io.nyala.auto.network.Search;
import io.nyala.auto.network.Trained;
import io.nyala.auto.network.Training;
import io.nyala.auto.outcome.DoctorVisit;
import io.nyala.auto.outcome.Importance;
import io.nyala.auto.outcome.Outcome;
import io.nyala.auto.outcome.Verdict;
import io.nyala.data.Examples;
import io.nyala.models.Model;
import io.nyala.settings.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The options of a training without further questions, whatever it learns from.
 *
 * @param <S> the kind of training, which the setters return
 */
public abstract class AutoOptions<S extends AutoOptions<S>> {
  private static final double MINUTES = 2;
  private static final double SECONDS = 60;

  private double minutes = MINUTES;
  private int trials;
  private long seed;
  private Consumer<String> progress = line -> {};
  private long begun;

  /** Only the trainings of this package extend it. */
  AutoOptions() {}

  abstract S self();

  /**
   * Sets the time after which no further network is tried; 2 minutes by default. It is not looked
   * at if the number of {@link #trials} is set.
   */
  public final S minutes(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("minutes must be greater than 0, got " + most);
    }
    this.minutes = most;
    return self();
  }

  /** Sets the number of networks to try; by default as many as there is time for, at most 60. */
  public final S trials(int exactly) {
    if (exactly < 1) {
      throw new IllegalArgumentException("trials must be at least 1, got " + exactly);
    }
    this.trials = exactly;
    return self();
  }

  /** Sets the seed of split, weights, shuffling and search; 0 by default. */
  public final S seed(long newSeed) {
    this.seed = newSeed;
    return self();
  }

  /** Sets the receiver of progress messages, line by line; none by default. */
  public final S progress(Consumer<String> lines) {
    this.progress = Arguments.given("progress", lines);
    return self();
  }

  final long seed() {
    return seed;
  }

  final void say(AutoDecision decision) {
    progress.accept(decision.toString());
  }

  /** Notes when all began. */
  final void begin() {
    begun = System.nanoTime();
  }

  /**
   * Searches and judges.
   *
   * @param source where the rows come from
   * @param program writes the program for the settings that were chosen
   */
  final AutoResult search(
      String source,
      Material material,
      Training training,
      List<AutoDecision> decisions,
      Function<NetworkSettings, String> program) {
    NetworkSettings safe = training.architecture().safe(material.train().rows(), seed);
    List<AutoDecision> chosen = NetworkReasons.of(training, safe, trials);
    chosen.forEach(this::say);
    List<AutoDecision> all = new ArrayList<>(decisions);
    all.addAll(chosen);
    Clock clock = trials > 0 ? Clock.unlimited() : Clock.seconds(minutes * SECONDS);
    Search search = new Search(training, safe, clock, trials, progress);
    Trained linear = search.linear();
    Trained network = search.network();
    Scores networkValidation = scores(material, network, false);
    Scores linearValidation = scores(material, linear, false);
    boolean simpler = !Comparison.of(networkValidation, linearValidation).likely();
    Scores networkTest = scores(material, network, true);
    Scores linearTest = scores(material, linear, true);
    Scores trivialTest =
        Scores.trivial(material.target(), material.train().y(), material.test().y());
    Scores trivialValidation =
        Scores.trivial(material.target(), material.train().y(), material.validation().y());
    Verdict verdict = Verdict.of(networkTest, linearTest, trivialTest, simpler, search.cut());
    Trained served = simpler ? linear : network;
    Model model = material.served(served.network());
    return new AutoResult(
        new Outcome(
            source,
            material,
            training,
            served,
            model,
            simpler ? linearValidation : networkValidation,
            simpler ? linearTest : networkTest,
            List.of(
                new AutoScore("network", networkValidation.measures(), networkTest.measures()),
                new AutoScore("linear", linearValidation.measures(), linearTest.measures()),
                new AutoScore("trivial", trivialValidation.measures(), trivialTest.measures())),
            List.copyOf(all),
            search.trials(),
            search.bestNumber(),
            !search.cut(),
            verdict,
            DoctorVisit.of(training, served),
            Importance.of(material, served.network(), seed),
            program.apply(served.settings()),
            (System.nanoTime() - begun) * 1e-9));
  }

  private static Scores scores(Material material, Trained trained, boolean test) {
    Examples rows = test ? material.test() : material.validation();
    return new Scores(material.target(), rows.y(), trained.network().predict(rows.x()));
  }
}
