// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.adamW;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Lambda;
import io.nyala.losses.Losses;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Ops;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Logs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is readable, or a warning says what is not. */
class ReadableTest {
  private static final String LOGGER = "io.nyala.io.keras";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void code_and_what_nobody_has_registered_is_named_when_it_is_written(String ending) {
    Layer code = new Lambda(x -> Ops.negate(x.get(0))).named("minus");
    Model model =
        Sequential.of(input(2), code, dense(1))
            .compile(sgd(0.1), Losses.custom("unheard_of", (y, p) -> Ops.subtract(y, p)));
    Path file = folder.resolve("m" + ending);

    List<String> lines = Logs.during(LOGGER, () -> ModelFiles.save(model, file));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains(
            file.toString(), "layer \"minus\"", "cannot be loaded as it is", "Lambda.register");
    assertThat(lines.get(1)).contains("loss", "unheard_of", "register");
    assertThat(file).exists();
  }

  @Test
  void nothing_is_said_of_a_model_that_can_be_read() {
    Lambda.register("readable_minus", x -> Ops.negate(x.get(0)));
    Model model =
        Sequential.of(
                input(2), Lambda.register("readable_minus", x -> Ops.negate(x.get(0))), dense(1))
            .compile(sgd(0.1), meanSquaredError());
    Path file = folder.resolve("m.keras");
    assertThat(Logs.during(LOGGER, () -> ModelFiles.save(model, file))).isEmpty();
    assertThat(ModelFiles.load(file).getWeights()).isEqualTo(model.getWeights());
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5", ".weights.h5", ".safetensors", ".npz"})
  void layers_may_have_any_names_but_slashes(String ending) {
    Model model =
        Sequential.of(
            input(2),
            dense(2).named("a:0"),
            dense(2).named(".."),
            dense(2).named("two words"),
            dense(2).named("Größe 大"),
            dense(1).named("c:\\d"));
    List<Tensor> weights =
        model.getWeights().stream().map(w -> Tensor.full(w.shape(), w.size())).toList();
    model.setWeights(weights);
    Path file = folder.resolve("names" + ending);
    if (ending.equals(".keras") || ending.equals(".h5")) {
      ModelFiles.save(model, file);
      assertThat(ModelFiles.load(file).getWeights()).isEqualTo(weights);
    } else {
      ModelFiles.saveWeights(model, file);
    }
    model.seed(3);
    ModelFiles.loadWeights(model, file);
    assertThat(model.getWeights()).isEqualTo(weights);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5"})
  void what_does_not_decay_is_kept(String name) {
    Model model =
        Sequential.of(input(2), dense(1).named("d"))
            .compile(
                adamW(0.1).weightDecay(0.5).excludeFromWeightDecay("kernel"), meanSquaredError());
    Path file = folder.resolve(name);
    ModelFiles.save(model, file);
    Model again = ModelFiles.load(file);
    Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor y = Tensor.of(Shape.of(2, 1), 1, 2);
    model.trainOnBatch(x, y);
    again.trainOnBatch(x, y);
    assertThat(again.getWeights()).isEqualTo(model.getWeights());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5"})
  void training_goes_on_with_the_same_seed(String name) {
    Model model =
        Sequential.of(input(2), dense(8), dropout(0.5), dense(1))
            .seed(11)
            .compile(sgd(0.1), meanSquaredError());
    Path file = folder.resolve(name);
    ModelFiles.save(model, file);
    Model again = ModelFiles.load(file);
    Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor y = Tensor.of(Shape.of(2, 1), 1, 2);
    model.trainOnBatch(x, y);
    again.trainOnBatch(x, y);
    assertThat(again.seed()).isEqualTo(11);
    assertThat(again.getWeights()).isEqualTo(model.getWeights());
  }
}
