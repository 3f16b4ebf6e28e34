// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.DepthwiseInputGradient;
import io.nyala.ops.DepthwiseKernelGradient;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import java.util.function.Function;

/** Lowers convolutions and their gradients: all and depthwise ones. */
final class ConvolutionLowering {
  private final Convolutions convolutions;
  private final Function<Value, Ref> ref;
  private final Function<Value, Ref> result;

  ConvolutionLowering(
      Convolutions convolutions, Function<Value, Ref> ref, Function<Value, Ref> result) {
    this.convolutions = convolutions;
    this.ref = ref;
    this.result = result;
  }

  private Ref in(Node node, int i) {
    return ref.apply(node.input(i));
  }

  private Ref out(Node node, int i) {
    return result.apply(node.output(i));
  }

  void convolution(Convolution c, Node node) {
    convolutions.convolution(
        shape(c.window(), node.input(0).shape(), c.groups(), node.input(1).shape().last()),
        c.activation(),
        in(node, 0),
        in(node, 1),
        node.inputs().size() > 2 ? in(node, 2) : null,
        out(node, 0));
  }

  void inputGradient(ConvolutionInputGradient c, Node node) {
    convolutions.inputGradient(
        shape(c.window(), c.input(), c.groups(), node.input(0).shape().last()),
        in(node, 0),
        in(node, 1),
        out(node, 0));
  }

  void kernelGradient(ConvolutionKernelGradient c, Node node) {
    convolutions.kernelGradient(
        shape(c.window(), node.input(0).shape(), c.groups(), node.input(1).shape().last()),
        in(node, 0),
        in(node, 1),
        out(node, 0),
        out(node, 1));
  }

  static ConvolutionShape shape(Window window, Shape x, int groups, int filters) {
    return ConvolutionShape.of(window, x, groups, filters);
  }

  void depthwise(DepthwiseConvolution c, Node node) {
    convolutions.convolution(
        depthwise(c.window(), node.input(0).shape(), node.output(0).shape()),
        FusedActivation.LINEAR,
        in(node, 0),
        in(node, 1),
        null,
        out(node, 0));
  }

  void depthwiseInputGradient(DepthwiseInputGradient c, Node node) {
    convolutions.inputGradient(
        depthwise(c.window(), c.input(), node.input(1).shape()),
        in(node, 0),
        in(node, 1),
        out(node, 0));
  }

  void depthwiseKernelGradient(DepthwiseKernelGradient c, Node node) {
    convolutions.kernelGradient(
        depthwise(c.window(), node.input(0).shape(), node.input(1).shape()),
        in(node, 0),
        in(node, 1),
        out(node, 0),
        null);
  }

  /** Returns the shape of a depthwise convolution, whose groups are the channels. */
  private static ConvolutionShape depthwise(Window window, Shape x, Shape y) {
    return ConvolutionShape.of(window, x, x.last(), y.last());
  }
}
