// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.Fixtures;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of TensorBoard's plugins; {@code fixtures/tensorboard} has what they wrote. */
class PluginFilesTest {
  @TempDir Path folder;

  private static List<Event> events(Path folder) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(EventFiles::isEventFile).sorted().toList()) {
        events.addAll(EventReader.readAll(file));
      }
    }
    return events;
  }

  private static List<Summary> values(Path folder) throws IOException {
    return events(folder).stream().flatMap(e -> e.values().stream()).toList();
  }

  private static List<Summary> fixture(String run) throws IOException {
    return values(Fixtures.file("tensorboard/logs/" + run));
  }

  private static List<Summary.Content> contents(List<Summary> values) {
    return values.stream().map(Summary::content).toList();
  }

  private static Object expected(String name) throws IOException {
    return JSON.std.mapFrom(Files.readString(Fixtures.file("tensorboard/expected.json"))).get(name);
  }

  private static double[] doubles(Object list) {
    return ((List<?>) list).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  private static float[] floats(Object list) {
    double[] wide = doubles(list);
    float[] all = new float[wide.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) wide[i];
    }
    return all;
  }

  @Test
  void reads_a_training_of_keras() throws IOException {
    for (String run : List.of("adam-2", "adam-10", "sgd")) {
      Map<?, ?> history = (Map<?, ?>) expected(run);
      for (String part : List.of("train", "validation")) {
        double[] losses =
            fixture(run + "/" + part).stream()
                .filter(s -> s.tag().equals("epoch_loss"))
                .mapToDouble(s -> ((Summary.Scalar) s.content()).value())
                .toArray();
        assertThat(losses)
            .containsExactly(doubles(history.get(part.equals("train") ? "loss" : "val_loss")));
      }
    }
  }

  @Test
  void reads_hyperparameters() throws IOException {
    assertThat(contents(fixture("")))
        .containsExactly(
            new Summary.HParamsExperiment(
                List.of("learning_rate", "optimizer", "frozen"),
                List.of(new Summary.HParamsMetric("validation", "epoch_loss"))));
    assertThat(contents(fixture("sgd")))
        .containsExactly(
            new Summary.HParamsStart(
                Map.of("learning_rate", 0.01, "optimizer", "sgd", "frozen", false)),
            new Summary.HParamsEnd(true));
  }

  @Test
  void hyperparameters_that_are_written_are_read() throws IOException {
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      writer.hparamsExperiment(List.of(HParam.range("rate", 0, 1)), List.of("loss"));
      writer.hparams(Map.of("rate", 0.5, "kind", "adam", "frozen", true));
      writer.hparamsEnd(false);
    }
    assertThat(contents(values(folder)))
        .containsExactly(
            new Summary.HParamsExperiment(
                List.of("rate"), List.of(new Summary.HParamsMetric("", "loss"))),
            new Summary.HParamsStart(Map.of("rate", 0.5, "kind", "adam", "frozen", true)),
            new Summary.HParamsEnd(false));
  }

  @Test
  void reads_and_counts_precision_and_recall_as_tensorboard() throws IOException {
    List<Summary> read = fixture("quality");
    List<?> steps = (List<?>) expected("ham");
    assertThat(read).hasSize(2).extracting(Summary::tag).containsOnly("ham/pr_curves");
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      for (int step = 0; step < 2; step++) {
        Map<?, ?> form = (Map<?, ?>) steps.get(step);
        assertRows(read.get(step), (List<?>) form.get("rows"));
        Tensor labels = Tensor.vector(floats(form.get("labels")));
        writer.prCurve("ham", labels, Tensor.vector(floats(form.get("scores"))), 11, step);
      }
    }
    List<Summary> written = values(folder);
    for (int step = 0; step < 2; step++) {
      assertThat(written.get(step).tag()).isEqualTo("ham/pr_curves");
      assertRows(written.get(step), (List<?>) ((Map<?, ?>) steps.get(step)).get("rows"));
    }
  }

  private static void assertRows(Summary summary, List<?> rows) {
    assertThat(summary.plugin()).isEqualTo("pr_curves");
    Summary.PrCurve curve = (Summary.PrCurve) summary.content();
    assertThat(curve.truePositives()).containsExactly(doubles(rows.get(0)));
    assertThat(curve.falsePositives()).containsExactly(doubles(rows.get(1)));
    assertThat(curve.trueNegatives()).containsExactly(doubles(rows.get(2)));
    assertThat(curve.falseNegatives()).containsExactly(doubles(rows.get(3)));
    assertThat(curve.precision()).containsExactly(doubles(rows.get(4)));
    assertThat(curve.recall()).containsExactly(doubles(rows.get(5)));
  }

  @Test
  void names_what_is_wrong_with_labels_and_scores() {
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      assertThatThrownBy(
              () -> writer.prCurve("spam", Tensor.vector(0, 1), Tensor.vector(0.5f, 3), 0))
          .hasMessage(
              "prCurve \"spam\": scores must be probabilities from 0 to 1, but score 1 is 3.0;"
                  + " apply a sigmoid to logits");
      assertThatThrownBy(() -> writer.prCurve("spam", Tensor.vector(2), Tensor.vector(1), 0))
          .hasMessage("prCurve \"spam\": labels must be 0 or 1, but label 0 is 2.0");
      assertThatThrownBy(() -> writer.prCurve("spam", Tensor.vector(1, 0), Tensor.vector(1), 0))
          .hasMessage(
              "prCurve \"spam\": expected as many labels as scores, got labels (2,) and scores (1,)");
      assertThatThrownBy(() -> writer.prCurve("spam", Tensor.vector(1), Tensor.vector(1), 1, 0))
          .hasMessage("prCurve \"spam\": thresholds must be at least 2, got 1");
    }
  }
}
