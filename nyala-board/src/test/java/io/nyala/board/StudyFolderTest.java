// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that Optuna wrote (fixtures/optuna), and lines as Nyala writes them. */
class StudyFolderTest {
  private static final String OWN_STUDY =
      """
      {"op_code":0,"worker_id":"w","study_name":"own","directions":[2]}
      {"op_code":3,"worker_id":"w","study_id":0,"system_attr":{"nyala:settings":{"objectives":["maximise val_accuracy"]}}}
      """;
  private static final String OWN_TRIAL =
      """
      {"op_code":4,"worker_id":"w","study_id":0,"datetime_start":"2026-01-01T00:00:00.000000","state":0,"value":null,"values":null,"distributions":{"rate":"{\\"name\\":\\"FloatDistribution\\",\\"attributes\\":{\\"step\\":null,\\"low\\":0.001,\\"high\\":0.1,\\"log\\":true}}"},"params":{"rate":0.01},"user_attrs":{},"system_attrs":{"nyala:job:0":[0,1,0,0,false,0]},"intermediate_values":{}}
      """;

  @TempDir Path root;
  private StudyFolder folder;

  @BeforeEach
  void open() {
    folder = new StudyFolder(root);
  }

  private Map<String, Object> study(String file, int id, long have) {
    refresh();
    return folder.study(file, id, have, have < 0 ? -1 : 0);
  }

  private void refresh() {
    assertThat(folder.refresh(EventFileTree.of(root, 3).journals(), System.nanoTime() + (1L << 40)))
        .isTrue();
  }

  private void optuna(String name) throws Exception {
    try (InputStream in = StudyFolderTest.class.getResourceAsStream("optuna.journal")) {
      Files.write(root.resolve(name), in.readAllBytes());
    }
  }

  @SuppressWarnings("unchecked") // as the form of a study says
  private static List<Map<String, Object>> trials(Map<String, Object> study) {
    return (List<Map<String, Object>>) study.get("trials");
  }

  @Test
  void reads_what_optuna_writes() throws Exception {
    optuna("optuna.log");
    Map<String, Object> study = study("optuna.log", 0, -1);
    assertThat(study).containsEntry("name", "single").containsEntry("maximized", List.of(false));
    List<Map<String, Object>> trials = trials(study);
    assertThat(trials).hasSize(12);
    assertThat(trials)
        .extracting("state")
        .containsSequence("complete", "complete", "pruned", "pruned", "failed");
    Map<String, Object> first = trials.get(0);
    assertThat(first.get("parameters"))
        .isEqualTo(
            Map.of(
                "rate",
                0.0017826497151386949,
                "units",
                48L,
                "kind",
                "sgd",
                "momentum",
                0.09141520882110982));
    assertThat(first.get("values")).isEqualTo(List.of(0.5419681293322169));
    assertThat(first.get("steps")).hasToString("[0, 1, 2, 3, 4]");
    assertThat(first.get("attributes")).isEqualTo(Map.of("machine", "a"));
    assertThat((Double) first.get("seconds")).isBetween(0.0, 10.0);
    assertThat(((Map<?, ?>) trials.get(4).get("parameters")).containsKey("kind")).isTrue();
    assertThat(((Map<?, ?>) trials.get(4).get("parameters")).get("kind")).isNull();

    List<?> axes = (List<?>) study.get("axes");
    assertThat(axes).extracting("name").containsExactly("rate", "units", "kind", "momentum");
    assertThat(axes).element(0).hasFieldOrPropertyWithValue("log", true);
    assertThat(axes).element(2).extracting("choices").isEqualTo(Arrays.asList("adam", "sgd", null));
  }

  @Test
  void a_deleted_study_is_left_out_and_several_objectives_have_names() throws Exception {
    optuna("optuna.log");
    refresh();
    assertThat(folder.list()).extracting("name").containsExactly("single", "pair");
    Map<String, Object> pair = study("optuna.log", 2, -1);
    assertThat(pair)
        .containsEntry("objectives", List.of("loss", "speed"))
        .containsEntry("maximized", List.of(false, true));
    assertThat((List<?>) trials(pair).get(5).get("values"))
        .hasSize(2)
        .first()
        .satisfies(v -> assertThat((Double) v).isCloseTo(0.10912109396766155, within(1e-15)));
    assertThatThrownBy(() -> folder.study("optuna.log", 1, -1, -1))
        .hasMessage("there is no study 1 in optuna.log");
  }

  @Test
  void follows_a_search_and_answers_with_the_changes() throws Exception {
    Path file = root.resolve("study.journal");
    Files.writeString(file, OWN_STUDY + OWN_TRIAL + OWN_TRIAL);
    Map<String, Object> study = study("study.journal", 0, -1);
    assertThat(study).containsEntry("objectives", List.of("val_accuracy"));
    assertThat(trials(study)).extracting("state").containsExactly("running", "running");
    long have = (Long) study.get("version");

    String step =
        "{\"op_code\":7,\"worker_id\":\"w\",\"trial_id\":1,\"step\":0,\"intermediate_value\":NaN}\n";
    append(file, step.substring(0, 20)); // half a line, as a program writes it
    assertThat(trials(study("study.journal", 0, have))).isEmpty();
    append(file, step.substring(20));
    append(
        file,
        """
        {"op_code":9,"worker_id":"w","trial_id":1,"system_attr":{"nyala:end:1":{"end":"REACHED","values":[0.5],"reason":null}}}
        """);
    study = study("study.journal", 0, have);
    assertThat(trials(study)).hasSize(1);
    Map<String, Object> trial = trials(study).get(0);
    assertThat(trial).containsEntry("number", 1).containsEntry("state", "paused");
    assertThat(trial).containsEntry("values", List.of(0.5));
    assertThat(trial.get("curve")).hasToString("[NaN]");
    append(
        file,
        """
        {"op_code":9,"worker_id":"w","trial_id":1,"system_attr":{"nyala:job:2":[1,3,1,0,true,2]}}
        """);
    assertThat(trials(study("study.journal", 0, have)).get(0)).containsEntry("state", "running");
  }

  @Test
  void a_new_search_in_the_same_file_replaces_the_old_one() throws Exception {
    Path file = root.resolve("study.journal");
    Files.writeString(file, OWN_STUDY + OWN_TRIAL + OWN_TRIAL);
    long have = (Long) study("study.journal", 0, -1).get("version");
    Files.writeString(file, OWN_STUDY + OWN_TRIAL);
    Map<String, Object> study = study("study.journal", 0, have);
    assertThat(study).containsEntry("whole", true);
    assertThat(trials(study)).hasSize(1);
    Files.delete(file);
    refresh();
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void a_damaged_line_is_named_and_what_precedes_it_is_kept() throws Exception {
    Path file = root.resolve("study.journal");
    Files.writeString(file, OWN_STUDY + "{\"op_code\":7,\"trial_id\":3}\n" + OWN_TRIAL);
    refresh();
    assertThat(folder.problem()).contains("study.journal, line 3 is not a line of a search");
    assertThat(folder.list()).extracting("name").containsExactly("own");
    Path other = root.resolve("other.log");
    Files.writeString(other, "12:00 started\n".repeat(1000));
    refresh();
    assertThat(folder.list()).hasSize(1);
    Files.writeString(other, OWN_STUDY + OWN_TRIAL);
    refresh();
    assertThat(folder.list()).hasSize(2);
  }

  private static void append(Path file, String text) throws Exception {
    Files.write(
        file, text.getBytes(StandardCharsets.UTF_8), java.nio.file.StandardOpenOption.APPEND);
  }
}
