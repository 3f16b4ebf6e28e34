// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.FileFuzz;
import io.nyala.tune.Study;
import io.nyala.tune.space.Hyperparameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals with bytes changed, cut out and cut off are read, or refused with the reason. */
class JournalFuzzTest {
  @TempDir Path folder;

  @Test
  void damaged_journals_are_read_or_refused_in_order() throws IOException {
    Study.in(folder)
        .minimize("a")
        .maximize("b")
        .trials(6)
        .runAll(
            Hyperparameters.declare(
                hp -> {
                  hp.intRange("units", 8, 64).step(2).log();
                  hp.choice("optimizer", "adam", "sgd");
                  hp.when("optimizer", "sgd").floatRange("momentum", 0, 0.9).step(0.3);
                }),
            trial -> {
              trial.report(0, trial.number());
              trial.attribute("note", "x");
              return Map.of("a", 1.0, "b", (double) trial.number());
            });
    FileFuzz.Outcome outcome =
        FileFuzz.run(
            folder.resolve("study.journal"),
            1,
            e -> e instanceof UncheckedIOException || e instanceof IllegalStateException,
            file -> {
              Study study = Study.in(file.getParent());
              study.results();
              study.best();
              study.front();
              study.runs();
              study.space();
            });
    assertThat(outcome.files()).isPositive();
    assertThat(outcome.refused()).isPositive();
  }
}
