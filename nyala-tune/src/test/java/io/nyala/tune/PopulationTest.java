// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.schedules.Perturbation;
import io.nyala.tune.schedules.PopulationBased;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.variables.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Population-based training of small networks. */
class PopulationTest {
  @TempDir Path folder;

  private static String state(Model model) {
    Optimizer optimizer = model.optimizer();
    StringBuilder text = new StringBuilder().append(optimizer.iterations());
    model.getWeights().forEach(w -> text.append(Arrays.toString(w.floats())));
    for (Variable slot : optimizer.variables()) {
      text.append(Arrays.toString(slot.get().floats()));
    }
    return text.toString();
  }

  @Test
  void a_copy_begins_with_weights_and_optimizer_of_its_source_and_values_of_its_own() {
    Map<String, String> after = new HashMap<>();
    List<Integer> copies = new ArrayList<>();
    Study study = Study.in(folder).schedule(PopulationBased.of(4, 6, 2));
    study.run(
        SearchProgram::rates,
        (model, trial) -> {
          if (trial.copyOf() >= 0 && !copies.contains(trial.number())) {
            copies.add(trial.number());
            assertThat(state(model))
                .isEqualTo(after.get(trial.copyOf() + " " + trial.epochsBefore()));
          }
          var history = SearchProgram.train(model, trial.fit());
          after.put(trial.number() + " " + trial.epochs(), state(model));
          return history;
        });
    assertThat(copies).containsExactly(4, 5); // one of four, twice
    for (int copy : copies) {
      TrialResult trial = study.trials().get(copy);
      assertThat(trial.values()).isNotEqualTo(study.trials().get(trial.copyOf()).values());
    }
    assertThat(study.runs()).isEqualTo(12);
    assertThat(study.trials().stream().filter(t -> t.state() == TrialState.COMPLETE)).hasSize(4);
    assertThat(study.trials().stream().filter(t -> t.state() == TrialState.PRUNED)).hasSize(2);
    assertThat(study.ended()).hasValue("all 4 members were trained for 6 epochs");
  }

  /** By hand: two epochs with the values of the source, and the rest with those of the copy. */
  @Test
  void a_copy_has_the_weights_of_a_training_whose_values_were_changed() {
    Study study = Study.in(folder).schedule(PopulationBased.of(3, 4, 2));
    List<TrialResult> trials =
        study
            .run(SearchProgram::rates, (model, trial) -> SearchProgram.train(model, trial.fit()))
            .trials();
    TrialResult copy = trials.getLast();
    TrialResult source = trials.get(copy.copyOf());
    assertThat(copy.steps().keySet()).containsExactly(2, 3);

    Model first = alone(source);
    SearchProgram.train(first, fit().epochs(2));
    Model second = alone(copy);
    second.setWeights(first.getWeights());
    List<Variable> slots = second.optimizer().variables();
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).set(first.optimizer().variables().get(i).get());
    }
    second.optimizer().iterations(first.optimizer().iterations());
    var history = SearchProgram.train(second, fit().initialEpoch(2).epochs(4));
    assertThat(copy.value()).isEqualTo(history.last("val_loss"));
  }

  private static Model alone(TrialResult trial) {
    Hyperparameters same =
        Hyperparameters.from((parameter, conditions) -> trial.values().get(parameter.name()));
    Model model = SearchProgram.rates(same);
    model.seed(Draws.of(0, trial.number(), "trial").nextLong() >>> 1);
    return model;
  }

  @Test
  void any_number_of_workers_gives_the_same_population() throws Exception {
    String alone =
        SearchProgram.outcome(SearchProgram.search(folder.resolve("1"), 1, "population"));
    for (int workers = 2; workers <= 4; workers++) {
      Path own = folder.resolve(String.valueOf(workers));
      Study study = SearchProgram.search(own, workers, "population");
      assertThat(SearchProgram.outcome(study)).isEqualTo(alone);
    }
    Study other = SearchProgram.search(folder.resolve("5"), 3, "asynchronous population");
    assertThat(SearchProgram.outcome(other)).isEqualTo(alone); // all wait for all in any case
    try (Stream<Path> all = Files.walk(folder.resolve("1"))) {
      assertThat(all.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("study.journal", "model.keras");
    }
  }

  @Test
  void members_that_fail_are_replaced() {
    Study study = Study.in(folder).schedule(PopulationBased.of(4, 4, 2));
    study.run(
        SearchProgram::rates,
        (model, trial) -> {
          if (trial.number() == 0 || trial.number() == 2) {
            throw new IllegalStateException("out of luck");
          }
          return SearchProgram.train(model, trial.fit());
        });
    assertThat(study.trials()).hasSize(6);
    assertThat(study.trials().stream().map(TrialResult::copyOf).skip(4)).doesNotContain(-1, 0, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shapes_that_change_are_refused(int interval) {
    Study study =
        Study.in(folder)
            .schedule(
                PopulationBased.of(4, 6, interval).perturbation(new Perturbation(1, 0.8, 1.2)));
    assertThatThrownBy(
            () ->
                study.run(
                    SearchProgram::network,
                    (model, trial) -> SearchProgram.train(model, trial.fit())))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("cannot copy the weights of trial")
        .hasMessageContaining("do not affect shapes");
  }

  @Test
  void says_what_it_needs() {
    assertThatThrownBy(
            () ->
                Study.in(folder)
                    .schedule(PopulationBased.of(2, 2, 1))
                    .run(trial -> trial.suggestFloat("x", 0, 1)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("needs to know the space; use run(space, objective)");
    assertThatThrownBy(
            () ->
                Study.in(folder.resolve("b"))
                    .schedule(PopulationBased.of(2, 2, 1))
                    .run(
                        Hyperparameters.declare(hp -> hp.floatRange("x", 0, 1)),
                        trial -> trial.suggestFloat("x", 0, 1)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("has no checkpoint from which trial 2 can continue");
  }
}
