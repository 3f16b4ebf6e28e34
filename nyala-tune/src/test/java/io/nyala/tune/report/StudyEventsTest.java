// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tune.Study;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyEventsTest {
  @TempDir Path folder;

  private static Study study() {
    SearchSpace space =
        Hyperparameters.declare(
            hp -> {
              hp.floatRange("rate", 0.001, 0.1).log();
              hp.choice("kind", "a", "b");
              hp.bool("bias");
            });
    return Study.inMemory()
        .minimize("error")
        .trials(4)
        .run(
            space,
            trial -> {
              if (trial.number() == 2) {
                throw new IllegalStateException("no luck");
              }
              trial.report(1, 5);
              return trial.number();
            });
  }

  private static String events(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void writes_a_run_for_each_trial_and_one_for_what_is_compared() throws IOException {
    StudyEvents.write(study(), folder.resolve("log"));
    try (Stream<Path> all = Files.list(folder.resolve("log"))) {
      assertThat(all.filter(Files::isDirectory).map(p -> p.getFileName().toString()).sorted())
          .isEqualTo(List.of("trial-00000", "trial-00001", "trial-00002", "trial-00003"));
    }
    assertThat(events(folder.resolve("log")))
        .contains("_hparams_/experiment", "rate", "kind", "bias", "error");
    assertThat(events(folder.resolve("log/trial-00001")))
        .contains("_hparams_/session_start_info", "rate", "error", "reports/error")
        .contains("_hparams_/session_end_info");
    assertThat(events(folder.resolve("log/trial-00002"))).doesNotContain("error");
  }

  @Test
  void takes_no_folder_with_something_in_it() throws IOException {
    Files.createFile(folder.resolve("other"));
    assertThatThrownBy(() -> StudyEvents.write(study(), folder))
        .isInstanceOf(DirectoryNotEmptyException.class)
        .hasMessageContaining("a folder can contain only one search");
  }
}
