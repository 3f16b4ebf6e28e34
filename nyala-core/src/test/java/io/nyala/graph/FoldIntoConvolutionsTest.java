// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.Convolution;
import io.nyala.ops.DenseOp;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FoldIntoConvolutionsTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(3);
  private static final Window WINDOW = Window.of(2, 2);

  private final Value x = Ops.input("x", Shape.of(3, 8, 8, 2));
  private final Value kernel = constant(2, 2, 2, 4);
  private final Value factor = constant(4);
  private final Value shift = constant(4);

  private static Value constant(int... dims) {
    return Ops.constant(GradientCheck.normal(Shape.of(dims), RANDOM));
  }

  private Graph graph(Value... outputs) {
    return Graph.of(List.of(x), List.of(outputs));
  }

  private Value normalized(Value convolved) {
    return Ops.add(Ops.multiply(convolved, factor), shift);
  }

  private static Tensor run(Graph graph, Tensor at) {
    Execution run = new ReferenceEngine().compile(graph).newExecution();
    run.input(0, at);
    run.run();
    Tensor result = Tensor.zeros(graph.outputs().get(0).shape());
    run.output(0, result);
    return result;
  }

  /** The oracle computes in doubles, so that both ways differ by the rounding of the result. */
  private void sameNumbers(Graph before, Graph after) {
    Tensor at = GradientCheck.normal(x.shape(), RANDOM);
    TensorAssert.assertClose(run(after, at), run(before, at), 1e-6, 1e-6);
  }

  private static Convolution convolution(Graph graph) {
    return (Convolution) graph.outputs().get(0).node().op();
  }

  @Test
  void factor_and_shift_go_into_kernel_and_bias() {
    Graph before = graph(normalized(Ops.convolution(x, kernel, WINDOW)));
    Graph after = FoldIntoConvolutions.apply(before);
    assertThat(convolution(after)).isEqualTo(new Convolution(WINDOW, 1, FusedActivation.LINEAR));
    assertThat(after.outputs().get(0).node().inputs()).hasSize(3);
    sameNumbers(before, after);
  }

  @Test
  void a_bias_is_scaled_with_the_kernel() {
    Value y = Ops.convolution(x, kernel, constant(4), WINDOW, 1, FusedActivation.LINEAR);
    Graph before = graph(normalized(y));
    Graph after = FoldIntoConvolutions.apply(before);
    assertThat(convolution(after).activation()).isEqualTo(FusedActivation.LINEAR);
    sameNumbers(before, after);
  }

  @Test
  void a_relu_rides_on_the_convolution() {
    Graph before = graph(Ops.relu(normalized(Ops.convolution(x, kernel, WINDOW))));
    Graph after = FoldIntoConvolutions.apply(before);
    assertThat(convolution(after).activation()).isEqualTo(FusedActivation.RELU);
    sameNumbers(before, after);
  }

  @Test
  void what_is_used_elsewhere_stays() {
    Value y = Ops.convolution(x, kernel, WINDOW);
    Graph graph = graph(normalized(y), Ops.sum(y));
    assertThat(FoldIntoConvolutions.apply(graph).outputs()).isEqualTo(graph.outputs());
  }

  @Test
  void what_is_no_convolution_stays() {
    Graph graph = graph(Ops.add(Ops.multiply(x, constant(2)), constant(2)));
    assertThat(FoldIntoConvolutions.apply(graph).outputs()).isEqualTo(graph.outputs());
  }

  @Test
  void what_is_not_linear_stays() {
    Value y = Ops.convolution(x, kernel, null, WINDOW, 1, FusedActivation.TANH);
    Graph graph = graph(normalized(y));
    assertThat(FoldIntoConvolutions.apply(graph).outputs()).isEqualTo(graph.outputs());
  }

  @Test
  void a_factor_that_is_not_for_filters_stays() {
    Value y = Ops.convolution(x, kernel, WINDOW);
    Graph graph = graph(Ops.add(Ops.multiply(y, constant(7, 1)), shift));
    assertThat(FoldIntoConvolutions.apply(graph).outputs().get(0).node().op())
        .isInstanceOf(Primitive.Binary.class);
  }

  /** Scaling the kernel would cost more than scaling the result. */
  @Test
  void a_kernel_larger_than_the_result_stays() {
    Value point = Ops.input("point", Shape.of(1, 2, 2, 2));
    Graph graph =
        Graph.of(List.of(point), List.of(normalized(Ops.convolution(point, kernel, WINDOW))));
    assertThat(FoldIntoConvolutions.apply(graph).outputs()).isEqualTo(graph.outputs());
  }

  @Test
  void a_relu_rides_on_a_dense_layer_and_changes_no_bit() {
    Value weights = constant(2, 5);
    Value bias = constant(5);
    Graph before = graph(Ops.relu(Ops.dense(x, weights, bias, FusedActivation.LINEAR)));

    Graph after = FoldIntoConvolutions.apply(before);

    assertThat(after.outputs().get(0).node().op()).isEqualTo(new DenseOp(FusedActivation.RELU));
    Tensor at = GradientCheck.normal(x.shape(), RANDOM);
    assertThat(fast(after, at)).isEqualTo(fast(before, at));
  }

  @Test
  void a_dense_layer_whose_own_result_is_wanted_too_stays() {
    Value linear = Ops.dense(x, constant(2, 5), constant(5), FusedActivation.LINEAR);
    Graph after = FoldIntoConvolutions.apply(graph(Ops.relu(linear), linear));

    assertThat(after.outputs().get(0).node().op()).isInstanceOf(Primitive.Unary.class);
  }

  @Test
  void a_factor_and_a_shift_go_into_a_depthwise_kernel() {
    Value depthwise = Ops.depthwiseConvolution(x, constant(2, 2, 2, 2), WINDOW);
    Graph before = graph(Ops.relu(normalized(depthwise)));
    Graph after = FoldIntoConvolutions.apply(before);
    assertThat(convolution(after)).isEqualTo(new Convolution(WINDOW, 2, FusedActivation.RELU));
    sameNumbers(before, after);
  }

  @Test
  void a_border_of_zeros_becomes_padding_of_the_window() {
    Primitive.Pad border = new Primitive.Pad(List.of(0, 1, 0, 0), List.of(0, 2, 3, 0), 0);
    Window strided = WINDOW.withStride(2);
    Window padded =
        new Window(
            strided.size(), strided.stride(), strided.dilation(), List.of(1, 0), List.of(2, 3));
    Value wider = Node.apply(border, x);
    Graph before = graph(Ops.convolution(wider, kernel, strided));
    Graph after = FoldIntoConvolutions.apply(before);
    assertThat(convolution(after)).isEqualTo(new Convolution(padded, 1, FusedActivation.LINEAR));
    assertThat(after.outputs().get(0).node().input(0)).isEqualTo(x);
    sameNumbers(before, after);

    Value depthwise = Ops.depthwiseConvolution(wider, constant(2, 2, 2, 1), strided);
    Graph ofDepthwise = graph(depthwise);
    Graph folded = FoldIntoConvolutions.apply(ofDepthwise);
    assertThat(folded.outputs().get(0).node().input(0)).isEqualTo(x);
    sameNumbers(ofDepthwise, folded);
  }

  @Test
  void a_border_that_is_used_elsewhere_stays() {
    Value wider = Node.apply(new Primitive.Pad(List.of(0, 1, 1, 0), List.of(0, 1, 1, 0), 0), x);
    Graph graph = graph(Ops.convolution(wider, kernel, WINDOW), Ops.sum(wider));
    assertThat(FoldIntoConvolutions.apply(graph).outputs()).isEqualTo(graph.outputs());
  }

  @Test
  void a_border_of_another_number_or_of_channels_stays() {
    Primitive.Pad ones = new Primitive.Pad(List.of(0, 1, 1, 0), List.of(0, 1, 1, 0), 1);
    Graph graph = graph(Ops.convolution(Node.apply(ones, x), kernel, WINDOW));
    assertThat(FoldIntoConvolutions.apply(graph).outputs()).isEqualTo(graph.outputs());
    Primitive.Pad channels = new Primitive.Pad(List.of(0, 0, 0, 1), List.of(0, 0, 0, 1), 0);
    Graph wide = graph(Ops.convolution(Node.apply(channels, x), constant(2, 2, 4, 3), WINDOW));
    assertThat(FoldIntoConvolutions.apply(wide).outputs()).isEqualTo(wide.outputs());
  }

  @Test
  void a_relu6_rides_on_a_convolution_and_changes_no_bit() {
    Value y = Ops.multiply(Ops.convolution(x, kernel, WINDOW), 4);
    Value large = Ops.convolution(y, constant(1, 1, 4, 20), Window.of(1, 1));
    Graph before = graph(Ops.minimum(Ops.relu(large), 6));

    Graph after = FoldIntoConvolutions.apply(before);

    assertThat(convolution(after).activation()).isEqualTo(FusedActivation.RELU6);
    Tensor at = GradientCheck.normal(x.shape(), RANDOM);
    Tensor result = fast(after, at);
    assertThat(result.toFloats()).contains(0f, 6f).doesNotContain(7f);
    assertThat(result).isEqualTo(fast(before, at));
    Graph other = graph(Ops.minimum(Ops.relu(large), 5));
    assertThat(FoldIntoConvolutions.apply(other).outputs().get(0).node().op())
        .isInstanceOf(Primitive.Binary.class);
  }

  private static Tensor fast(Graph graph, Tensor at) {
    Execution run = CpuEngine.shared().compile(graph).newExecution();
    run.input(0, at);
    run.run();
    Tensor result = Tensor.zeros(graph.outputs().get(0).shape());
    run.output(0, result);
    return result;
  }
}
