// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  private static final Tensor X = Tensor.of(Shape.of(6, 1), -3, -2, -1, 1, 2, 3);
  private static final Tensor Y = Tensor.of(Shape.of(6, 1), 3, 2, 1, 1, 2, 3);

  @TempDir Path logs;

  /** The names that Keras 3.15 writes with these options. */
  @Test
  void names_and_steps_are_keras() throws IOException {
    History history =
        network()
            .fit(
                X,
                Y,
                fit()
                    .epochs(3)
                    .batchSize(2)
                    .validation(X, Y)
                    .callbacks(tensorBoard(logs).writeStepsPerSecond(true)));

    Map<String, List<Event>> train = byTag("train");
    assertThat(train.keySet())
        .containsExactly(
            "epoch_learning_rate",
            "epoch_loss",
            "epoch_mean_absolute_error",
            "epoch_steps_per_second",
            "keras");
    assertThat(train.get("epoch_loss")).extracting(Event::step).containsExactly(0L, 1L, 2L);
    assertThat(values(train.get("epoch_loss"))).isEqualTo(floats(history.get("loss")));
    assertThat(values(train.get("epoch_learning_rate"))).containsOnly(0.01f);
    Map<String, List<Event>> validation = byTag("validation");
    assertThat(validation.keySet())
        .containsExactly(
            "epoch_loss",
            "epoch_mean_absolute_error",
            "evaluation_loss_vs_iterations",
            "evaluation_mean_absolute_error_vs_iterations");
    assertThat(values(validation.get("epoch_loss"))).isEqualTo(floats(history.get("val_loss")));
    assertThat(validation.get("evaluation_loss_vs_iterations"))
        .extracting(Event::step)
        .containsExactly(3L, 6L, 9L);
  }

  @Test
  void batches_are_counted_from_one_over_all_epochs() throws IOException {
    network()
        .fit(X, Y, fit().epochs(2).batchSize(2).callbacks(tensorBoard(logs).updateFreq("batch")));
    assertThat(byTag("train").get("batch_loss"))
        .extracting(Event::step)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void every_second_batch() throws IOException {
    network().fit(X, Y, fit().epochs(2).batchSize(2).callbacks(tensorBoard(logs).updateFreq(2)));
    assertThat(byTag("train").get("batch_loss"))
        .extracting(Event::step)
        .containsExactly(2L, 4L, 6L);
  }

  @Test
  void weights_and_gradients_as_histograms_and_pictures() throws IOException {
    Model model = network();
    model.fit(
        X, Y, fit().epochs(3).callbacks(tensorBoard(logs).histogramFreq(2).writeImages(true)));

    Map<String, List<Event>> train = byTag("train");
    assertThat(train.keySet())
        .contains("hidden/kernel/histogram", "hidden/kernel/gradient", "hidden/kernel/image");
    List<Event> kernel = train.get("hidden/kernel/histogram");
    assertThat(kernel).extracting(Event::step).containsExactly(0L, 2L);
    Bins last = ((Summary.Histogram) kernel.get(1).values().get(0).content()).bins();
    Tensor trained = model.getLayer("hidden").weights().get(0).get();
    assertThat(last.count()).containsExactly(Bins.of(trained.floats()).count());
    assertThat(last.total()).isEqualTo(4);
  }

  /** One row, one weight: the slope of (w x - y)^2 is 2 x (w x - y). */
  @Test
  void gradients_are_those_of_the_last_step() {
    Model model = Sequential.of(input(1), dense(1).useBias(false));
    model.compile(sgd(0.5), meanSquaredError());
    model.weights().get(0).set(Tensor.of(Shape.of(1, 1), 3));
    model.fit(Tensor.of(Shape.of(1, 1), 2), Tensor.of(Shape.of(1, 1), 1), fit());

    assertThat(model.gradients().get(model.weights().get(0)).item())
        .isCloseTo(2 * 2 * (3 * 2 - 1), within(1e-5f));
  }

  @Test
  void embeddings_for_the_projector() throws IOException {
    Model model = Sequential.of(embedding(3, 2).named("words"), flatten(), dense(1).named("out"));
    model.compile(sgd(0.1), meanSquaredError());
    Path names = Files.write(logs.resolve("names.tsv"), List.of("a", "b", "c"));
    model.fit(
        Tensor.ofInts(Shape.of(2, 1), 0, 2),
        Tensor.of(Shape.of(2, 1), 1, 0),
        fit().callbacks(tensorBoard(logs).embeddingsFreq(1).embeddingsMetadata("words", names)));

    assertThat(logs.resolve("projector_config.pbtxt"))
        .content()
        .isEqualTo(
            """
            embeddings {
              tensor_name: "words"
              tensor_path: "words.tsv"
              tensor_shape: 3
              tensor_shape: 2
              metadata_path: "words_metadata.tsv"
            }
            """);
    assertThat(logs.resolve("words_metadata.tsv")).content().isEqualTo("a\nb\nc\n");
    float[] trained = model.weights().get(0).get().floats();
    assertThat(Files.readAllLines(logs.resolve("words.tsv")))
        .hasSize(3)
        .last()
        .isEqualTo(trained[4] + "\t" + trained[5]);
  }

  /** As {@code KerasCallback} of the HParams plugin: a session in the folder itself. */
  @Test
  void a_training_is_a_session_with_its_hyperparameters() throws IOException {
    // snippet:tensorboard-hparams
    TensorBoard board = tensorBoard(logs).hparams(Map.of("rate", 0.01, "optimizer", "sgd"));
    // end:tensorboard-hparams
    network().fit(X, Y, fit().epochs(1).callbacks(board));
    assertThat(byTag("").values().stream().flatMap(List::stream))
        .extracting(e -> e.values().get(0).content())
        .containsExactlyInAnyOrder(
            new Summary.HParamsStart(Map.of("rate", 0.01, "optimizer", "sgd")),
            new Summary.HParamsEnd(true));
  }

  @Test
  void says_which_option_is_wrong() {
    assertThatThrownBy(() -> tensorBoard(logs).updateFreq("step"))
        .hasMessage("updateFreq must be \"batch\", \"epoch\" or a number of batches, got \"step\"");
    assertThatThrownBy(() -> tensorBoard(logs).histogramFreq(-1))
        .hasMessage("histogramFreq must be at least 0, got -1");
    TensorBoard wrong = tensorBoard(logs).embeddingsFreq(1).embeddingsMetadata("w", logs);
    assertThatThrownBy(() -> network().fit(X, Y, fit().callbacks(wrong)))
        .hasMessageStartingWith(
            "embeddingsMetadata names \"w\", which is not an embedding layer of ")
        .hasMessageEndingWith("; there are none");
    TensorBoard idle = tensorBoard(logs).embeddingsMetadata("w", logs);
    assertThatThrownBy(() -> network().fit(X, Y, fit().callbacks(idle)))
        .hasMessage(
            "embeddingsMetadata names rows of [w], but no embeddings are written; set"
                + " embeddingsFreq(1)");
  }

  private static Model network() {
    Model model =
        Sequential.of(input(1), dense(4).activation(RELU).named("hidden"), dense(1).named("out"));
    model.compile(sgd(0.01), meanSquaredError(), meanAbsoluteError());
    return model;
  }

  private Map<String, List<Event>> byTag(String run) throws IOException {
    Map<String, List<Event>> byTag = new TreeMap<>();
    try (var files = Files.list(logs.resolve(run))) {
      for (Event e :
          EventReader.readAll(files.filter(EventFiles::isEventFile).findFirst().orElseThrow())) {
        for (Summary s : e.values()) {
          byTag.computeIfAbsent(s.tag(), t -> new ArrayList<>()).add(e);
        }
      }
    }
    return byTag;
  }

  private static List<Float> values(List<Event> events) {
    return events.stream()
        .map(e -> (float) ((Summary.Scalar) e.values().get(0).content()).value())
        .toList();
  }

  private static List<Float> floats(List<Double> values) {
    return values.stream().map(Double::floatValue).toList();
  }
}
