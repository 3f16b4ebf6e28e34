// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.multi;
import static io.nyala.optimizers.Optimizers.rmsprop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.ModelFiles;
import io.nyala.models.Compile;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings with an optimizer for each group of weights, or a loss computed by a function. */
class OptimizerGroupsTest {
  private static final Tensor X = normal(1, 60, 4);
  private static final Tensor Y = normal(2, 60, 1);

  @TempDir Path folder;

  private static Tensor normal(long seed, int rows, int columns) {
    Random random = new Random(seed);
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, columns), data);
  }

  private static Model network() {
    return network(0.3);
  }

  private static Model network(double rate) {
    Model model =
        Sequential.of(input(4), dense(8).activation(RELU), dropout(rate), dense(1).named("head"));
    model.seed(3);
    return model;
  }

  private static Optimizer groups(double rate) {
    return multi(adam(1e-2)).with("^head/", rmsprop(rate).momentum(0.5));
  }

  private static FitOptions epochs(int epochs) {
    return fit().epochs(epochs).batchSize(10);
  }

  @Test
  void a_training_goes_on_from_its_checkpoint() {
    Model whole = network();
    whole.compile(groups(1e-3), meanSquaredError());
    whole.fit(X, Y, epochs(4));
    Model first = network();
    first.compile(groups(1e-3), meanSquaredError());
    first.fit(X, Y, epochs(2).checkpoints(Checkpoints.in(folder)));
    Model second = network();
    second.compile(groups(1e-3), meanSquaredError());
    second.fit(X, Y, epochs(4).checkpoints(Checkpoints.in(folder)));

    assertThat(second.getWeights()).isEqualTo(whole.getWeights());
    Model other = network();
    other.compile(groups(1e-4), meanSquaredError());
    assertThatThrownBy(() -> other.fit(X, Y, epochs(5).checkpoints(Checkpoints.in(folder))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learning_rate 0.001, not 1.0E-4");
  }

  @Test
  void a_training_goes_on_from_a_model_file() {
    Model whole = network(0);
    whole.compile(groups(1e-3), meanSquaredError());
    whole.fit(X, Y, epochs(2).shuffle(false));
    ModelFiles.save(whole, folder.resolve("half.keras"));

    Model read = ModelFiles.load(folder.resolve("half.keras"));
    whole.fit(X, Y, epochs(1).shuffle(false));
    read.fit(X, Y, epochs(1).shuffle(false));

    assertThat(read.optimizer().iterations()).isEqualTo(18);
    assertThat(read.getWeights()).isEqualTo(whole.getWeights());
  }

  @Test
  void a_computed_loss_goes_on_from_its_checkpoint_but_not_from_a_model_file() {
    Model whole = network();
    whole.compile(computed());
    whole.fit(X, Y, epochs(4));
    Model first = network();
    first.compile(computed());
    first.fit(X, Y, epochs(2).checkpoints(Checkpoints.in(folder)));
    Model second = network();
    second.compile(computed());
    second.fit(X, Y, epochs(4).checkpoints(Checkpoints.in(folder)));

    assertThat(second.getWeights()).isEqualTo(whole.getWeights());
    ModelFiles.save(second, folder.resolve("whole.keras"));
    Model read = ModelFiles.load(folder.resolve("whole.keras"));
    assertThat(read.getWeights()).isEqualTo(second.getWeights());
    assertThatThrownBy(() -> read.fit(X, Y))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not compiled");
  }

  private static Compile computed() {
    return Compile.with(adam(1e-2))
        .computeLoss((x, y, outputs, w) -> outputs.get(0).minus(y.get(0)).abs().mean());
  }
}
