// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import io.nyala.bench.CifarCnn;
import io.nyala.bench.Contender;
import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import io.nyala.bench.Workload.Loss;
import io.nyala.bench.WorkloadData;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * LibTorch's C++ API, called from Java through bytedeco: its modules, losses and {@code torch::optim::Adam}, with as few calls per step as possible. Every step runs in a pointer scope, so that native memory is freed immediately.
 */
final class LibTorchPeer implements Contender {
  static final String NAME = "libtorch";

  private static final long SEED = 1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Step prepare(Workload workload, int threads) {
    torch.set_num_threads(threads);
    torch.manual_seed(SEED);
    return switch (workload) {
      case Workload.MlpTraining training -> new Training(training);
      case Workload.CnnTraining training -> new Training(training);
      case Workload.RowPrediction prediction ->
          new Prediction(network(prediction.widths()), prediction.widths().getFirst());
      case Workload.CnnPrediction prediction ->
          new Prediction(LibTorchImages.cnn(), LibTorchImages.shape(1));
      case Workload.BlockPass block -> new LibTorchImages.Block(block);
      case Workload.SequenceTraining training -> new LibTorchSequences(training);
      case Workload.EmbeddingTraining training -> new LibTorchSequences(training);
      case Workload.TextTraining training -> new LibTorchTexts(training);
      case Workload.TransformerTraining training -> new LibTorchTransformer(training);
      case Workload.MatrixProduct product -> new Product(product);
    };
  }

  private static SequentialImpl network(List<Integer> widths) {
    SequentialImpl network = new SequentialImpl();
    int layers = widths.size() - 1;
    for (int layer = 0; layer < layers; layer++) {
      network.push_back(new LinearImpl(widths.get(layer), widths.get(layer + 1)));
      if (layer < layers - 1) {
        network.push_back(new ReLUImpl());
      }
    }
    return network;
  }

  private static Tensor matrix(float[] values, long rows, long columns) {
    return torch.tensor(values).view(rows, columns);
  }

  private static final class Training implements Step {
    private final SequentialImpl network;
    private final Adam optimizer;
    private final Loss kind;
    private final Tensor inputs;
    private final Tensor targets;
    private double witness;

    Training(Workload.MlpTraining workload) {
      int rows = workload.batch();
      List<Integer> widths = workload.widths();
      network = network(widths);
      optimizer = new Adam(network.parameters(), new AdamOptions(Workload.LEARNING_RATE));
      kind = workload.loss();
      float[] features = WorkloadData.features(rows, widths.getFirst());
      inputs = matrix(features, rows, widths.getFirst());
      targets =
          switch (kind) {
            case MEAN_ABSOLUTE_ERROR -> matrix(WorkloadData.targets(features, rows), rows, 1);
            case SOFTMAX_CROSS_ENTROPY -> classes(WorkloadData.labels(rows, widths.getLast()));
          };
    }

    private static Tensor classes(int[] labels) {
      return torch.tensor(Arrays.stream(labels).asLongStream().toArray());
    }

    Training(Workload.CnnTraining workload) {
      int rows = workload.batch();
      network = LibTorchImages.cnn();
      optimizer = new Adam(network.parameters(), new AdamOptions(Workload.LEARNING_RATE));
      kind = Loss.SOFTMAX_CROSS_ENTROPY;
      inputs =
          torch
              .tensor(WorkloadData.features(rows, CifarCnn.imageSize()))
              .view(LibTorchImages.shape(rows));
      targets = classes(WorkloadData.labels(rows, CifarCnn.WIDTHS.getLast()));
    }

    @Override
    public void run() {
      try (PointerScope _ = new PointerScope()) {
        optimizer.zero_grad();
        Tensor loss = loss();
        loss.backward();
        optimizer.step();
      }
    }

    private Tensor loss() {
      Tensor outputs = network.forward(inputs);
      return switch (kind) {
        case MEAN_ABSOLUTE_ERROR -> torch.l1_loss(outputs, targets);
        case SOFTMAX_CROSS_ENTROPY -> torch.cross_entropy_loss(outputs, targets);
      };
    }

    @Override
    public double witness() {
      try (PointerScope _ = new PointerScope()) {
        witness = loss().item_float();
      }
      return witness;
    }
  }

  private static final class Prediction implements Step {
    private final SequentialImpl network;
    private final float[] row;
    private final Tensor input;
    private final FloatPointer inputValues;
    private float answer;

    Prediction(SequentialImpl network, long... shape) {
      this.network = network;
      network.eval();
      int columns = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      row = WorkloadData.features(1, columns);
      input = torch.tensor(row).view(shape.length > 1 ? shape : new long[] {1, columns});
      inputValues = new FloatPointer(input.data_ptr_float());
    }

    @Override
    public void run() {
      try (PointerScope _ = new PointerScope();
          InferenceMode _ = new InferenceMode()) {
        inputValues.put(row);
        answer = new FloatPointer(network.forward(input).data_ptr_float()).get();
      }
    }

    @Override
    public double witness() {
      return answer;
    }
  }

  private static final class Product implements Step {
    private final Tensor left;
    private final Tensor right;
    private final Tensor product;

    Product(Workload.MatrixProduct workload) {
      int size = workload.size();
      left = matrix(WorkloadData.features(size, size), size, size);
      right = matrix(WorkloadData.features(size, size), size, size);
      product = torch.zeros(size, size);
    }

    @Override
    public void run() {
      try (PointerScope _ = new PointerScope()) {
        torch.mm_out(product, left, right);
      }
    }

    @Override
    public double witness() {
      return new FloatPointer(product.data_ptr_float()).get();
    }
  }
}
