// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.files.FolderLock;
import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that are killed and go on give the trials and the model of one that was not. */
class KilledSearchTest {
  @TempDir Path temp;

  private static Process start(Path folder, int workers, String schedule, String... options)
      throws IOException {
    return ChildJvm.running(
            SearchProgram.class.getName(),
            List.of(options),
            List.of(folder.toString(), String.valueOf(workers), schedule))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolveSibling(folder.getFileName() + ".log").toFile())
        .start();
  }

  private String untouched(String schedule) {
    return SearchProgram.outcome(SearchProgram.search(temp.resolve("untouched"), 1, schedule));
  }

  /** Stages of writing the journal and the model, and of trials, each passed a few times. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "study.journal begun*1",
        "study.journal half*1",
        "study.journal half*2",
        "study.journal done*5",
        "study.journal half*9",
        "study.journal half*14",
        "trial valued*1",
        "trial valued*3",
        "trial ended*2",
        "model.keras half*2",
        "model.keras done*1"
      })
  void a_kill_at_any_stage_changes_nothing(String stage) throws Exception {
    Path folder = temp.resolve("killed");
    Process killed = start(folder, 2, "trials", "-Dnyala.kill=" + stage);
    assertThat(killed.waitFor()).as(log(folder)).isEqualTo(137);
    Study study = SearchProgram.search(folder, 3, "trials");
    assertThat(SearchProgram.outcome(study)).isEqualTo(untouched("trials"));
    assertThat(files(folder)).containsExactlyInAnyOrderElementsOf(files(temp.resolve("untouched")));
  }

  @ParameterizedTest
  @CsvSource({
    "asha, trial ended*5",
    "asha, training.checkpoint half*7",
    "hyperband, training.checkpoint done*14",
    "hyperband, study.journal half*40",
    "halving, trial valued*10",
    "population, trial ended*5",
    "population, training.checkpoint half*3",
    "population, training.checkpoint done*12",
    "population, study.journal half*32",
    "population, trial valued*8",
  })
  void a_kill_does_not_change_what_schedules_decide(String schedule, String stage)
      throws Exception {
    Path folder = temp.resolve("killed");
    Process killed = start(folder, 2, schedule, "-Dnyala.kill=" + stage);
    assertThat(killed.waitFor()).as(log(folder)).isEqualTo(137);
    Study study = SearchProgram.search(folder, 3, schedule);
    assertThat(SearchProgram.outcome(study)).isEqualTo(untouched(schedule));
    assertThat(files(folder)).containsExactlyInAnyOrderElementsOf(files(temp.resolve("untouched")));
  }

  @Test
  void kills_at_random_moments_change_nothing() throws Exception {
    Path folder = temp.resolve("killed");
    Random random = new Random(3);
    int kills = Integer.getInteger("nyala.kills", 4);
    for (int i = 0; i < kills; i++) {
      Process process = start(folder, 2, "long");
      long before = size(folder);
      while (process.isAlive() && size(folder) == before) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      process.waitFor(random.nextInt(200_000), TimeUnit.MICROSECONDS);
      assertThat(process.isAlive()).as(log(folder)).isTrue();
      process.destroyForcibly().waitFor();
    }
    Study study = SearchProgram.search(folder, 1, "long");
    assertThat(SearchProgram.outcome(study)).isEqualTo(untouched("long"));
  }

  @Test
  void a_kill_without_order_loses_no_trial() throws Exception {
    Path folder = temp.resolve("killed");
    Process killed = start(folder, 3, "asynchronous asha", "-Dnyala.kill=trial ended*5");
    assertThat(killed.waitFor()).as(log(folder)).isEqualTo(137);
    List<TrialResult> before = Study.in(folder).trials();
    Study study = SearchProgram.search(folder, 2, "asynchronous asha");
    assertThat(study.trials()).hasSize(9).allMatch(t -> t.state().finished());
    for (TrialResult t : before) {
      assertThat(study.trials().get(t.number()).values()).isEqualTo(t.values());
    }
  }

  @Test
  void two_processes_on_one_study_are_refused() throws Exception {
    Path folder = temp.resolve("shared");
    try (var lock = FolderLock.of(folder)) {
      Process second = start(folder, 1, "trials");
      assertThat(second.waitFor()).isNotZero();
      assertThat(log(folder))
          .contains("another search is using this study")
          .contains("in use by process " + ProcessHandle.current().pid());
      assertThat(lock).isNotNull();
    }
  }

  private static long size(Path folder) throws IOException {
    Path journal = folder.resolve("study.journal");
    return Files.exists(journal) ? Files.size(journal) : 0;
  }

  private static String log(Path folder) throws IOException {
    return Files.readString(folder.resolveSibling(folder.getFileName() + ".log"));
  }

  private static List<String> files(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile).forEach(f -> names.add(folder.relativize(f).toString()));
    }
    return names;
  }
}
