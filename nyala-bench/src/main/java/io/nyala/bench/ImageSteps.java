// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Convolution;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Nyala's networks for the image workloads. */
final class ImageSteps {
  private ImageSteps() {}

  static Model cnn() {
    List<Layer> layers = new ArrayList<>();
    for (int filters : CifarCnn.FILTERS) {
      layers.add(Layers.conv2D(filters, CifarCnn.KERNEL).activation(Layers.RELU));
      layers.add(Layers.batchNormalization());
      layers.add(Layers.maxPooling2D(2));
    }
    layers.add(Layers.flatten());
    int last = CifarCnn.WIDTHS.size() - 1;
    for (int i = 1; i < last; i++) {
      layers.add(Layers.dense(CifarCnn.WIDTHS.get(i)).activation(Layers.RELU));
      layers.add(Layers.dropout(CifarCnn.DROPOUT));
    }
    layers.add(Layers.dense(CifarCnn.WIDTHS.get(last)));
    return Sequential.of(
        Layers.input(CifarCnn.EXTENT, CifarCnn.EXTENT, CifarCnn.CHANNELS),
        layers.toArray(Layer[]::new));
  }

  /** A block written with operations, as in a custom training step. */
  static final class Block implements Step {
    private static final float SMALL = 0.05f;

    private final List<Value> inputs = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private final Execution execution;

    Block(Workload.BlockPass block) {
      int extent = block.extent();
      Value x = input(1, block.batch(), extent, extent, block.channels());
      Value y = convolution(block, x, block.channels());
      y = convolution(block, y, block.filters());
      y = Node.apply(new Pooling(window(2, 2, 0), true), y);
      Value loss = Ops.mean(Ops.square(y));
      List<Value> outputs = new ArrayList<>(List.of(loss));
      outputs.addAll(Gradients.of(loss, inputs));
      execution = CpuEngine.shared().compile(Graph.of(inputs, outputs)).newExecution();
      for (int i = 0; i < values.size(); i++) {
        execution.input(i, values.get(i));
      }
    }

    private Value convolution(Workload.BlockPass block, Value x, int channels) {
      int filters = block.filters();
      Window same = window(3, 1, 1);
      if (!block.separable()) {
        Value kernel = input(SMALL, 3, 3, channels, filters);
        Value bias = input(SMALL, filters);
        return Node.apply(new Convolution(same, 1, FusedActivation.RELU), x, kernel, bias);
      }
      Value depthwise =
          Node.apply(new DepthwiseConvolution(same), x, input(SMALL, 3, 3, channels, 1));
      Value kernel = input(SMALL, 1, 1, channels, filters);
      Value bias = input(SMALL, filters);
      Convolution point = new Convolution(window(1, 1, 0), 1, FusedActivation.RELU);
      return Node.apply(point, depthwise, kernel, bias);
    }

    private Value input(float scale, int... dims) {
      Shape shape = Shape.of(dims);
      float[] numbers = WorkloadData.features(shape.size() / shape.last(), shape.last());
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] *= scale;
      }
      values.add(Tensor.of(shape, numbers));
      inputs.add(Ops.input("operand " + inputs.size(), shape));
      return inputs.getLast();
    }

    private static Window window(int size, int stride, int padding) {
      return new Window(
          List.of(size, size),
          List.of(stride, stride),
          List.of(1, 1),
          List.of(padding, padding),
          List.of(padding, padding));
    }

    @Override
    public void run() {
      execution.run();
    }

    @Override
    public double witness() {
      return execution.scalar(0);
    }
  }
}
