// SPDX-License-Identifier: Apache-2.0
package io.nyala.grad;

import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.DepthwiseInputGradient;
import io.nyala.ops.DepthwiseKernelGradient;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.PoolingGradient;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient rules of convolutions. {@code sum(dy (x * kernel))} is linear in each of dy, x and
 * kernel, so the three operations are each other's gradients.
 */
final class ConvolutionRules {
  private ConvolutionRules() {}

  static List<Value> convolution(Convolution c, Node node, Value g) {
    Value pre = GradientRules.beforeActivation(c.activation(), node.output(0), g);
    Value x = node.input(0);
    Value kernel = node.input(1);
    Value dx =
        Node.apply(new ConvolutionInputGradient(c.window(), c.groups(), x.shape()), kernel, pre);
    List<Value> weights =
        Node.apply(new ConvolutionKernelGradient(c.window(), c.groups()), List.of(x, pre));
    return node.inputs().size() > 2
        ? Arrays.asList(dx, weights.get(0), weights.get(1))
        : Arrays.asList(dx, weights.get(0));
  }

  static List<Value> inputGradient(ConvolutionInputGradient c, Node node, Value g) {
    Value kernel = node.input(0);
    Value dy = node.input(1);
    Value dKernel = Node.apply(new ConvolutionKernelGradient(c.window(), c.groups()), g, dy);
    Value ddy =
        Node.apply(new Convolution(c.window(), c.groups(), FusedActivation.LINEAR), g, kernel);
    return Arrays.asList(dKernel, ddy);
  }

  static List<Value> kernelGradient(ConvolutionKernelGradient c, Node node, List<Value> flowing) {
    Value x = node.input(0);
    Value dy = node.input(1);
    Value kernel = flowing.get(0);
    Value bias = flowing.get(1);
    if (kernel == null) {
      return Arrays.asList(null, Ops.broadcastTo(bias, dy.shape()));
    }
    Value dx =
        Node.apply(new ConvolutionInputGradient(c.window(), c.groups(), x.shape()), kernel, dy);
    List<Value> operands = bias == null ? List.of(x, kernel) : List.of(x, kernel, bias);
    Value ddy =
        Node.apply(new Convolution(c.window(), c.groups(), FusedActivation.LINEAR), operands)
            .get(0);
    return Arrays.asList(dx, ddy);
  }

  static List<Value> depthwise(DepthwiseConvolution c, Node node, Value g) {
    Value x = node.input(0);
    Value kernel = node.input(1);
    return Arrays.asList(
        Node.apply(new DepthwiseInputGradient(c.window(), x.shape()), kernel, g),
        Node.apply(new DepthwiseKernelGradient(c.window()), x, g));
  }

  static List<Value> depthwiseInput(DepthwiseInputGradient c, Node node, Value g) {
    return Arrays.asList(
        Node.apply(new DepthwiseKernelGradient(c.window()), g, node.input(1)),
        Node.apply(new DepthwiseConvolution(c.window()), g, node.input(0)));
  }

  static List<Value> depthwiseKernel(DepthwiseKernelGradient c, Node node, Value g) {
    Value x = node.input(0);
    return Arrays.asList(
        Node.apply(new DepthwiseInputGradient(c.window(), x.shape()), g, node.input(1)),
        Node.apply(new DepthwiseConvolution(c.window()), x, g));
  }

  static List<Value> pooling(Pooling p, Node node, Value g) {
    Value x = node.input(0);
    PoolingGradient op = new PoolingGradient(p.window(), p.max(), x.shape());
    return List.of(p.max() ? Node.apply(op, x, node.output(0), g) : Node.apply(op, g));
  }
}
