// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import io.nyala.bench.CifarCnn;
import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import io.nyala.bench.WorkloadData;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.DropoutImpl;
import org.bytedeco.pytorch.FlattenImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.MaxPool2dImpl;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** LibTorch's networks for the image workloads, in its native layout, channels first. */
final class LibTorchImages {
  private LibTorchImages() {}

  static long[] shape(int images) {
    return new long[] {images, CifarCnn.CHANNELS, CifarCnn.EXTENT, CifarCnn.EXTENT};
  }

  static SequentialImpl cnn() {
    SequentialImpl network = new SequentialImpl();
    long channels = CifarCnn.CHANNELS;
    for (long filters : CifarCnn.FILTERS) {
      network.push_back(
          new Conv2dImpl(channels, filters, new LongPointer(CifarCnn.KERNEL, CifarCnn.KERNEL)));
      network.push_back(new ReLUImpl());
      network.push_back(new BatchNorm2dImpl(new BatchNormOptions(filters)));
      network.push_back(new MaxPool2dImpl(new LongPointer(2, 2)));
      channels = filters;
    }
    network.push_back(new FlattenImpl());
    List<Integer> widths = CifarCnn.WIDTHS;
    for (int i = 1; i < widths.size(); i++) {
      network.push_back(new LinearImpl(widths.get(i - 1), widths.get(i)));
      if (i < widths.size() - 1) {
        network.push_back(new ReLUImpl());
        network.push_back(new DropoutImpl(CifarCnn.DROPOUT));
      }
    }
    return network;
  }

  /** The convolution block as functions. An optimizer that never steps clears the gradients. */
  static final class Block implements Step {
    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};
    private static final long[] TWO = {2, 2};

    private final Workload.BlockPass block;
    private final TensorVector operands = new TensorVector();
    private final Adam optimizer;

    Block(Workload.BlockPass block) {
      this.block = block;
      operand(1, block.batch(), block.channels(), block.extent(), block.extent());
      weights(block.channels());
      weights(block.filters());
      optimizer = new Adam(operands, new AdamOptions(Workload.LEARNING_RATE));
    }

    private void weights(int channels) {
      if (block.separable()) {
        operand(0.05f, channels, 1, 3, 3);
        operand(0.05f, block.filters(), channels, 1, 1);
      } else {
        operand(0.05f, block.filters(), channels, 3, 3);
      }
      operand(0.05f, block.filters());
    }

    private void operand(float scale, long... shape) {
      int size = 1;
      for (long extent : shape) {
        size *= (int) extent;
      }
      float[] numbers = WorkloadData.features(1, size);
      for (int i = 0; i < size; i++) {
        numbers[i] *= scale;
      }
      operands.push_back(torch.tensor(numbers).view(shape).set_requires_grad(true));
    }

    private Tensor convolution(Tensor x, long first) {
      if (!block.separable()) {
        return torch
            .conv2d(x, operands.get(first), bias(first + 1), ONE, ONE, ONE, 1)
            .relu();
      }
      Tensor depthwise =
          torch.conv2d(x, operands.get(first), new TensorOptional(), ONE, ONE, ONE, x.size(1));
      return torch
          .conv2d(depthwise, operands.get(first + 1), bias(first + 2), ONE, NONE, ONE, 1)
          .relu();
    }

    private TensorOptional bias(long i) {
      return new TensorOptional(operands.get(i));
    }

    private Tensor loss() {
      Tensor y = convolution(operands.get(0), 1);
      y = convolution(y, block.separable() ? 4 : 3);
      return torch.max_pool2d(y, TWO, TWO, NONE, ONE, false).square().mean();
    }

    @Override
    public void run() {
      try (PointerScope _ = new PointerScope()) {
        optimizer.zero_grad();
        loss().backward();
      }
    }

    @Override
    public double witness() {
      try (PointerScope _ = new PointerScope()) {
        return loss().item_float();
      }
    }
  }
}
