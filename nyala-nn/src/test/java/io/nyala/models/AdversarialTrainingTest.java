// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.leakyRelu;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two models that train against each other, a layer shared by both frozen for one of them. */
class AdversarialTrainingTest {
  private final Model generator =
      Sequential.of(
          input(2), dense(3).activation(TANH), batchNormalization().momentum(0.8), dense(4));
  private final Model discriminator =
      Sequential.of(
          input(4),
          dense(3),
          leakyRelu(0.2),
          batchNormalization().momentum(0.8),
          dense(1).activation(SIGMOID));

  /** Three rounds, by Keras 3.15 (TensorFlow) with the same start and the same data. */
  @Test
  void ends_where_keras_ends() {
    start(generator, 0.1);
    start(discriminator, 1.3);
    discriminator.compile(adam(0.05).beta1(0.5), binaryCrossentropy());
    discriminator.trainable(false);
    Model stacked = Sequential.of(input(2), generator, discriminator);
    stacked.compile(adam(0.05).beta1(0.5), binaryCrossentropy());
    Tensor real = wave(2.0, 1, 3, 4);
    Tensor ones = Tensor.full(Shape.of(3, 1), 1);

    discriminator.trainOnBatch(real, ones);
    for (int k = 0; k < 3; k++) {
      Tensor fake = generator.predict(wave(3.0 + k, 1, 3, 2));
      discriminator.trainOnBatch(fake, Tensor.zeros(Shape.of(3, 1)));
      List<Tensor> before = discriminator.getWeights();
      stacked.trainOnBatch(wave(5.0 + k, 1, 6, 2), Tensor.full(Shape.of(6, 1), 1));
      assertThat(discriminator.getWeights()).isEqualTo(before);
      discriminator.trainOnBatch(real, ones);
    }

    endsWhereKerasEnds();
    assertThat(discriminator.trainable()).isFalse();
  }

  /** The same three rounds with two steps, neither of which needs a flag or a stacked model. */
  @Test
  void two_train_steps_end_where_keras_ends() {
    start(generator, 0.1);
    start(discriminator, 1.3);
    Optimizer telling = adam(0.05).beta1(0.5);
    Optimizer fooling = adam(0.05).beta1(0.5);
    TrainStep tell =
        TrainStep.of(
            List.of("image", "kind"),
            t -> {
              Value told = t.call(discriminator, t.input("image"));
              Value loss = t.loss(binaryCrossentropy(), t.input("kind"), told);
              t.apply(telling, t.gradients(loss, discriminator));
            });
    TrainStep fool =
        TrainStep.of(
            List.of("noise", "wanted"),
            t -> {
              Value fake = t.call(generator, t.input("noise"));
              Value told = t.callFrozen(discriminator, fake);
              Value loss = t.loss(binaryCrossentropy(), t.input("wanted"), told);
              t.apply(fooling, t.gradients(loss, generator));
            });
    Tensor real = wave(2.0, 1, 3, 4);
    Tensor ones = Tensor.full(Shape.of(3, 1), 1);

    tell.run(real, ones);
    for (int k = 0; k < 3; k++) {
      tell.run(generator.predict(wave(3.0 + k, 1, 3, 2)), Tensor.zeros(Shape.of(3, 1)));
      List<Tensor> before = discriminator.getWeights();
      fool.run(wave(5.0 + k, 1, 6, 2), Tensor.full(Shape.of(6, 1), 1));
      assertThat(discriminator.getWeights()).isEqualTo(before);
      tell.run(real, ones);
    }

    endsWhereKerasEnds();
    assertThat(discriminator.trainable()).isTrue();
  }

  private void endsWhereKerasEnds() {
    check(
        generator,
        new double[][] {
          {0.199584, 0.213663, 0.649657, 0.251550, 0.265073, -0.066076},
          {-0.150032, 0.091183, -0.095369},
          {1.157898, 0.855534, 1.156976},
          {-0.149472, 0.043122, -0.120197},
          {-0.001543, 0.037188, -0.011586},
          {0.552421, 0.555260, 0.554339},
          {
            -0.248735, 0.090021, 0.626058, 0.316452, 0.107275, -0.244393, -0.230211, -0.616130,
            -0.538168, -0.237286, 0.410019, 0.317393
          },
          {0.143869, -0.158759, -0.125688, 0.148048}
        });
    check(
        discriminator,
        new double[][] {
          {
            0.556652, 0.440342, 0.174308, -0.067490, -0.414941, -0.556217, -0.491380, 0.024738,
            0.254904, 0.387349, 0.470334, 0.249827
          },
          {0.094258, -0.176104, 0.098038},
          {0.935023, 0.831922, 0.975038},
          {0.039804, 0.045880, 0.046961},
          {0.153946, -0.015966, 0.048146},
          {0.230842, 0.210113, 0.225764},
          {0.337440, 0.287169, 0.284713},
          {0.045087}
        });
  }

  @Test
  void compiling_again_takes_the_flags_of_today() {
    start(discriminator, 1.3);
    discriminator.compile(adam(0.05), binaryCrossentropy());
    discriminator.getLayer(0).trainable(false);
    List<Tensor> before = discriminator.getWeights();
    Tensor x = wave(2, 1, 3, 4);
    Tensor y = Tensor.full(Shape.of(3, 1), 1);
    discriminator.trainOnBatch(x, y);
    assertThat(discriminator.getWeights().get(0)).isNotEqualTo(before.get(0));

    discriminator.compile(adam(0.05), binaryCrossentropy());
    before = discriminator.getWeights();
    discriminator.trainOnBatch(x, y);
    assertThat(discriminator.getWeights().get(0)).isEqualTo(before.get(0));
    assertThat(discriminator.getWeights().get(6)).isNotEqualTo(before.get(6));
  }

  private static void check(Model model, double[][] expected) {
    List<Tensor> weights = model.getWeights();
    assertThat(weights).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      double[] got = new double[weights.get(i).size()];
      for (int k = 0; k < got.length; k++) {
        got[k] = weights.get(i).at(k);
      }
      assertThat(got).as("weight %d", i).containsExactly(expected[i], Offset.offset(2e-5));
    }
  }

  /** Kernels become waves; biases and normalisation stay at their beginning. */
  private static void start(Model model, double offset) {
    List<Tensor> weights = new ArrayList<>();
    for (Tensor w : model.getWeights()) {
      int[] dims = w.shape().dims();
      weights.add(dims.length == 1 ? w : wave(offset + weights.size(), 0.5, dims));
    }
    model.setWeights(weights);
  }

  private static Tensor wave(double offset, double scale, int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (Math.sin(i * 0.7 + offset) * scale);
    }
    return Tensor.of(shape, data);
  }
}
