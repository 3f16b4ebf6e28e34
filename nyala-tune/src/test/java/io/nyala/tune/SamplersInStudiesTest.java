// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.samplers.CmaEsSampler;
import io.nyala.tune.samplers.GaussianProcessSampler;
import io.nyala.tune.samplers.NsgaSampler;
import io.nyala.tune.samplers.Sampler;
import io.nyala.tune.samplers.SobolSampler;
import io.nyala.tune.samplers.TpeSampler;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samplers that learn, in whole studies: equal with any workers, and after a stop. */
class SamplersInStudiesTest {
  private static final SearchSpace SPACE =
      Hyperparameters.declare(
          hp -> {
            hp.floatRange("rate", 1e-5, 1e-1).log();
            hp.intRange("units", 4, 64).step(4);
            hp.choice("optimizer", "adam", "sgd");
            hp.when("optimizer", "sgd").floatRange("momentum", 0, 0.99);
          });

  @TempDir Path folder;

  static Stream<Supplier<Sampler>> samplers() {
    return Stream.of(
        TpeSampler::new,
        GaussianProcessSampler::new,
        CmaEsSampler::new,
        SobolSampler::new,
        () -> new NsgaSampler().population(8));
  }

  private static double loss(Trial trial) {
    Assignment values = trial.values();
    double rate = Math.log10(values.getDouble("rate")) + 3;
    double momentum = values.has("momentum") ? values.getDouble("momentum") - 0.9 : 0.5;
    // A fifth of the trials fail.
    return trial.number() % 5 == 4
        ? Double.NaN
        : rate * rate + Math.abs(values.getInt("units") - 40) / 20.0 + momentum * momentum;
  }

  private static List<Assignment> run(Study study, Sampler sampler, int trials, int workers) {
    return study
        .minimize("loss")
        .sampler(sampler)
        .seed(3)
        .trials(trials)
        .workers(workers)
        .run(SPACE, SamplersInStudiesTest::loss)
        .trials()
        .stream()
        .map(TrialResult::values)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void trials_are_the_same_with_any_number_of_workers(Supplier<Sampler> sampler) {
    List<Assignment> one = run(Study.inMemory(), sampler.get(), 40, 1);

    assertThat(one).hasSize(40);
    assertThat(run(Study.inMemory(), sampler.get(), 40, 2)).isEqualTo(one);
    assertThat(run(Study.inMemory(), sampler.get(), 40, 3)).isEqualTo(one);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void trials_are_the_same_after_a_stop(Supplier<Sampler> sampler) {
    List<Assignment> whole = run(Study.inMemory(), sampler.get(), 40, 2);

    assertThat(run(Study.in(folder), sampler.get(), 23, 2)).isEqualTo(whole.subList(0, 23));
    assertThat(run(Study.in(folder), sampler.get(), 40, 1)).isEqualTo(whole);
  }
}
