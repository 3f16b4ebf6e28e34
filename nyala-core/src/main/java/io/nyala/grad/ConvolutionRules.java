// SPDX-License-Identifier: Apache-2.0
package io.nyala.grad;

import io.nyala.ops.Activation;
import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Rules of convolutions. {@code sum(dy (x * kernel))} is linear in each of dy, x and kernel, so
 * that the three operations are each other's gradients.
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
    Value ddy = Node.apply(new Convolution(c.window(), c.groups(), Activation.LINEAR), g, kernel);
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
        Node.apply(new Convolution(c.window(), c.groups(), Activation.LINEAR), operands).get(0);
    return Arrays.asList(dx, ddy);
  }
}
