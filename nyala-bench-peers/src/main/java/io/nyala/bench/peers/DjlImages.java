// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.nyala.bench.CifarCnn;
import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import io.nyala.bench.WorkloadData;
import java.util.List;

/** DJL's networks for the image workloads, in its native layout, channels first. */
final class DjlImages {
  private static final Shape TWO = new Shape(2, 2);

  private DjlImages() {}

  static Shape shape(int images) {
    return new Shape(images, CifarCnn.CHANNELS, CifarCnn.EXTENT, CifarCnn.EXTENT);
  }

  static SequentialBlock cnn() {
    SequentialBlock network = new SequentialBlock();
    Shape kernel = new Shape(CifarCnn.KERNEL, CifarCnn.KERNEL);
    for (int filters : CifarCnn.FILTERS) {
      network.add(Conv2d.builder().setKernelShape(kernel).setFilters(filters).build());
      network.add(Activation.reluBlock());
      network.add(BatchNorm.builder().build());
      network.add(Pool.maxPool2dBlock(TWO, TWO));
    }
    network.add(Blocks.batchFlattenBlock());
    List<Integer> widths = CifarCnn.WIDTHS;
    for (int i = 1; i < widths.size(); i++) {
      network.add(Linear.builder().setUnits(widths.get(i)).build());
      if (i < widths.size() - 1) {
        network.add(Activation.reluBlock());
        network.add(Dropout.builder().optRate((float) CifarCnn.DROPOUT).build());
      }
    }
    return network;
  }

  /** The convolution block, with a gradient collector and an NDManager for each step. */
  static final class Block implements Step {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final ParameterStore parameters = new ParameterStore(manager, false);
    private final SequentialBlock network = new SequentialBlock();
    private final NDArray input;
    private double witness;

    Block(Workload.BlockPass block) {
      add(block, block.channels());
      add(block, block.filters());
      network.add(Pool.maxPool2dBlock(TWO, TWO));
      Shape shape = new Shape(block.batch(), block.channels(), block.extent(), block.extent());
      network.initialize(manager, DataType.FLOAT32, shape);
      input = manager.create(WorkloadData.features(1, (int) shape.size()), shape);
      input.setRequiresGradient(true);
    }

    private void add(Workload.BlockPass block, int channels) {
      Conv2d.Builder spatial =
          Conv2d.builder().setKernelShape(new Shape(3, 3)).optPadding(new Shape(1, 1));
      if (block.separable()) {
        network.add(spatial.setFilters(channels).optGroups(channels).optBias(false).build());
        network.add(
            Conv2d.builder().setKernelShape(new Shape(1, 1)).setFilters(block.filters()).build());
      } else {
        network.add(spatial.setFilters(block.filters()).build());
      }
      network.add(Activation.reluBlock());
    }

    @Override
    public void run() {
      try (NDManager step = manager.newSubManager()) {
        NDArray x = input;
        x.attach(step);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          NDArray y = network.forward(parameters, new NDList(x), true).singletonOrThrow();
          NDArray loss = y.square().mean();
          collector.backward(loss);
        }
        x.attach(manager);
      }
    }

    @Override
    public double witness() {
      try (NDManager step = manager.newSubManager()) {
        input.attach(step);
        NDArray y = network.forward(parameters, new NDList(input), false).singletonOrThrow();
        witness = y.square().mean().getFloat();
        input.attach(manager);
      }
      return witness;
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
