// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.graph.FoldIntoConvolutions;
import io.nyala.graph.Graph;
import io.nyala.graph.Topology;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Convolution;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Batch normalisation put into the convolution before it, against both one after the other. */
class FoldIntoConvolutionsTest {
  private static final Tensor IMAGES = numbers(Shape.of(3, 9, 8, 2), 1);

  private static Tensor numbers(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor t = Tensor.zeros(shape);
    for (int i = 0; i < t.size(); i++) {
      t.floats()[i] = (float) random.nextGaussian();
    }
    return t;
  }

  /** With a bias and without, strided, in groups, with negative factors; the last one is small. */
  private static Model model() {
    Model model =
        Sequential.of(
            input(9, 8, 2),
            conv2D(6, 3).padding(Padding.SAME).useBias(false),
            batchNormalization(),
            activation(RELU),
            conv2D(4, 3).strides(2).groups(2),
            batchNormalization().scale(false),
            conv2D(5, 1).activation(RELU),
            batchNormalization(),
            conv2D(300, 3),
            batchNormalization(),
            flatten(),
            dense(2));
    long seed = 2;
    for (Weight w : model.weights()) {
      Tensor drawn = numbers(w.shape(), seed++);
      if (w.path().endsWith("moving_variance")) {
        for (int i = 0; i < drawn.size(); i++) {
          drawn.floats()[i] = 0.1f + Math.abs(drawn.at(i));
        }
      }
      w.set(drawn);
    }
    return model;
  }

  private static List<Op> ops(Graph graph) {
    return Topology.order(graph.outputs()).stream().map(Node::op).toList();
  }

  @Test
  void folds_what_follows_a_convolution_and_nothing_else() {
    Value x = Evaluate.input(IMAGES);
    Graph plain = Graph.of(List.of(x), model().trace(Call.inference(), List.of(x)));
    Graph folded = FoldIntoConvolutions.apply(plain);
    assertThat(convolutions(plain))
        .containsExactly(
            FusedActivation.LINEAR,
            FusedActivation.LINEAR,
            FusedActivation.RELU,
            FusedActivation.LINEAR);
    assertThat(convolutions(folded))
        .containsExactly(
            FusedActivation.RELU,
            FusedActivation.LINEAR,
            FusedActivation.RELU,
            FusedActivation.LINEAR);
    // The third is normalised after its activation, and the last one's kernel is the larger part.
    assertThat(wide(plain)).isEqualTo(4);
    assertThat(wide(folded)).isEqualTo(2);
  }

  private static List<FusedActivation> convolutions(Graph graph) {
    return ops(graph).stream()
        .filter(Convolution.class::isInstance)
        .map(op -> ((Convolution) op).activation())
        .toList();
  }

  /** Counts sums over whole images: shifts that are left. */
  private static long wide(Graph graph) {
    return Topology.order(graph.outputs()).stream()
        .filter(n -> n.op() instanceof Primitive.Binary && n.output(0).shape().rank() == 4)
        .filter(n -> n.op().equals(new Primitive.Binary(BinaryKind.ADD)))
        .filter(n -> n.output(0).shape().dim(0) == 3)
        .count();
  }

  @Test
  void predicts_the_same() {
    Model model = model();
    Tensor expected =
        Evaluate.all(in -> model.trace(Call.inference(), in), Call.inference(), 0, IMAGES).get(0);
    float largest = 0;
    for (float v : expected.floats()) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertThat(model.predict(IMAGES).floats())
        .containsExactly(expected.floats(), Offset.offset(2e-5f * largest));
    model.weights().get(1).set(Tensor.full(model.weights().get(1).shape(), 0));
    Tensor changed =
        Evaluate.all(in -> model.trace(Call.inference(), in), Call.inference(), 0, IMAGES).get(0);
    assertThat(model.predict(IMAGES).floats())
        .as("weights set later show")
        .containsExactly(changed.floats(), Offset.offset(2e-5f * largest));
    assertThat(changed).isNotEqualTo(expected);
  }
}
