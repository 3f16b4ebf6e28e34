// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.tune.Study;
import io.nyala.tune.StudyException;
import io.nyala.tune.Trial;
import io.nyala.tune.TrialResult;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  private static SearchSpace space() {
    return Hyperparameters.declare(
        hp -> {
          hp.intRange("units", 8, 64).step(8);
          hp.floatRange("rate", 1e-4, 1e-1).log();
          hp.intRange("batch", 4, 64).step(2).log();
          hp.floatRange("momentum", 0.5, 0.99).reverseLog();
          hp.choice("optimizer", "adam", "sgd");
          hp.when("optimizer", "sgd").bool("nesterov");
          hp.fixed("epochs", 3);
        });
  }

  private Study study(int trials) {
    return Study.in(folder).minimize("loss").trials(trials).seed(9);
  }

  private static double value(Trial trial) {
    trial.report(0, trial.number() == 1 ? Double.NaN : 5);
    trial.report(1, 4 + trial.number());
    trial.attribute("note", "n" + trial.number());
    if (trial.number() == 2) {
      throw new IllegalStateException("broken");
    }
    return trial.values().getDouble("rate") * trial.values().getInt("units");
  }

  private Path file() {
    return folder.resolve("study.journal");
  }

  /** Replays as Optuna does, by the description of its format, with none of the code under test. */
  @Test
  void an_independent_reader_of_the_format_sees_the_same_trials() throws IOException {
    Study study = study(6).run(space(), JournalTest::value);
    List<Map<String, Object>> trials = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      Map<String, Object> op = JSON.std.mapFrom(line.replace("NaN", "null"));
      assertThat(op.get("worker_id")).isInstanceOf(String.class);
      switch ((Integer) op.get("op_code")) {
        case 0 -> {
          assertThat(op.get("study_name")).isEqualTo("study");
          assertThat(op.get("directions")).isEqualTo(List.of(1));
        }
        case 3 -> assertThat(op.get("study_id")).isEqualTo(0);
        case 4 -> {
          Map<String, Object> trial = new HashMap<>(op);
          trial.put("steps", new HashMap<Object, Object>());
          trial.put("notes", new HashMap<Object, Object>());
          trials.add(trial);
          assertThat((String) op.get("datetime_start"))
              .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
        }
        case 6 -> trials.get((Integer) op.get("trial_id")).putAll(op);
        case 7 ->
            map(trials.get((Integer) op.get("trial_id")).get("steps"))
                .put(op.get("step"), op.get("intermediate_value"));
        case 8 ->
            map(trials.get((Integer) op.get("trial_id")).get("notes"))
                .putAll(map(op.get("user_attr")));
        case 9 -> assertThat(op.get("trial_id")).isInstanceOf(Integer.class);
        default -> throw new AssertionError(op);
      }
    }
    assertThat(trials).hasSize(6);
    for (TrialResult result : study.trials()) {
      Map<String, Object> trial = trials.get(result.number());
      assertThat(trial.get("state")).isEqualTo(result.number() == 2 ? 3 : 1);
      assertThat(trial.get("values"))
          .isEqualTo(result.number() == 2 ? null : List.of(result.value()));
      assertThat(map(trial.get("steps"))).containsEntry(1, 4.0 + result.number()).hasSize(2);
      assertThat(map(trial.get("notes"))).containsEntry("note", "n" + result.number());
      Map<Object, Object> external = new HashMap<>();
      for (Map.Entry<Object, Object> each : map(trial.get("params")).entrySet()) {
        Map<String, Object> distribution =
            JSON.std.mapFrom(map(trial.get("distributions")).get(each.getKey()));
        Map<Object, Object> attributes = map(distribution.get("attributes"));
        Number internal = (Number) each.getValue();
        external.put(
            each.getKey(),
            switch ((String) distribution.get("name")) {
              case "IntDistribution" -> internal.intValue();
              case "FloatDistribution" -> internal.doubleValue();
              default -> ((List<?>) attributes.get("choices")).get(internal.intValue());
            });
      }
      assertThat(external).isEqualTo(result.values().asMap());
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Object value) {
    return (Map<Object, Object>) value;
  }

  @Test
  void a_study_that_goes_on_has_what_it_had_and_does_not_train_it_again() throws IOException {
    study(4).run(space(), JournalTest::value);
    List<String> before = Files.readAllLines(file());
    Study again =
        study(7)
            .run(
                space(),
                trial -> {
                  assertThat(trial.number()).isGreaterThanOrEqualTo(4);
                  return value(trial);
                });
    assertThat(Files.readAllLines(file())).startsWith(before.toArray(String[]::new));
    Study other =
        Study.in(folder.resolve("other"))
            .minimize("loss")
            .trials(7)
            .seed(9)
            .run(space(), JournalTest::value);
    assertThat(again.results()).isEqualTo(withTimesOf(again, other));
    assertThat(Study.in(folder).trials()).isEqualTo(again.trials());
    assertThat(Study.in(folder).space().toString()).isEqualTo(space().toString());
  }

  private static Map<String, List<Object>> withTimesOf(Study times, Study of) {
    Map<String, List<Object>> table = new HashMap<>(of.results());
    table.put("seconds", times.results().get("seconds"));
    return table;
  }

  /** Cut at each byte of the last lines, as a kill may, a study goes on to the same end. */
  @Test
  void a_journal_that_ends_at_any_byte_is_gone_on_with() throws IOException {
    Study whole = study(4).run(space(), JournalTest::value);
    Map<String, List<Object>> expected = whole.results();
    byte[] bytes = Files.readAllBytes(file());
    for (int length = bytes.length; length > 0; length -= length > bytes.length - 700 ? 7 : 331) {
      Files.write(file(), Arrays.copyOf(bytes, length));
      Study study = study(4).run(space(), JournalTest::value);
      Map<String, List<Object>> results = new HashMap<>(study.results());
      results.put("seconds", expected.get("seconds"));
      assertThat(results).as("cut at byte %d", length).isEqualTo(expected);
    }
  }

  @Test
  void a_damaged_last_line_is_left_out_and_one_before_it_is_told() throws IOException {
    Study whole = study(4).run(space(), JournalTest::value);
    Files.writeString(file(), "{\"op_code\": 7, \"tri\u0000\n", StandardOpenOption.APPEND);
    assertThat(study(4).run(space(), JournalTest::value).trials()).isEqualTo(whole.trials());
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    lines.set(3, "rubbish");
    Files.write(file(), lines);
    assertThatThrownBy(() -> study(4).run(space(), JournalTest::value))
        .hasMessageContaining("line 4 is damaged, but is not the last line")
        .hasMessageContaining("restore the file from a backup, or start a new study");
    assertThatIOException().isThrownBy(() -> JournalFile.read(file()));
  }

  @Test
  void a_journal_of_another_search_is_refused() throws IOException {
    study(2).run(space(), JournalTest::value);
    byte[] before = Files.readAllBytes(file());
    SearchSpace other = Hyperparameters.declare(hp -> hp.intRange("units", 8, 128).step(8));
    assertThatThrownBy(() -> study(2).run(other, trial -> 1))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("the journal belongs to another search: its space")
        .hasMessageContaining("units: 8 to 128 in steps of 8")
        .hasMessageContaining("use the original settings, or another folder");
    assertThatThrownBy(() -> study(2).seed(8).run(space(), JournalTest::value))
        .hasMessageContaining("its seed: 9, not 8");
    assertThatThrownBy(
            () -> Study.in(folder).maximize("loss").seed(9).run(space(), JournalTest::value))
        .hasMessageContaining("its objectives: [minimise loss], not [maximise loss]");
    assertThatThrownBy(() -> study(2).run(JournalTest::value))
        .hasMessageContaining("its space was declared in advance");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    assertThat(Study.in(folder).trials()).allMatch(t -> t.state() == TrialState.COMPLETE);
  }
}
