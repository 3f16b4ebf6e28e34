// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.nyala.bench.CifarCnn;
import io.nyala.bench.Contender;
import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import io.nyala.bench.WorkloadData;
import java.util.List;

/**
 * The Deep Java Library on its PyTorch engine, used as its guide recommends: a trainer, a gradient collector, and an NDManager that frees the memory of each step.
 */
final class DjlPeer implements Contender {
  static final String NAME = "djl";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Step prepare(Workload workload, int threads) {
    Engine.getInstance().setRandomSeed(1);
    return switch (workload) {
      case Workload.MlpTraining training -> new Training(training);
      case Workload.CnnTraining training -> new Training(training);
      case Workload.RowPrediction prediction -> {
        int columns = prediction.widths().getFirst();
        yield new Prediction(network(prediction.widths()), new Shape(1, columns));
      }
      case Workload.CnnPrediction prediction ->
          new Prediction(DjlImages.cnn(), DjlImages.shape(1));
      case Workload.BlockPass block -> new DjlImages.Block(block);
      case Workload.SequenceTraining w -> throw new UnsupportedOperationException(w.name());
      case Workload.EmbeddingTraining w -> throw new UnsupportedOperationException(w.name());
      case Workload.TextTraining w -> throw new UnsupportedOperationException(w.name());
      case Workload.TransformerTraining w -> throw new UnsupportedOperationException(w.name());
      case Workload.MatrixProduct product -> new Product(product);
    };
  }

  private static SequentialBlock network(List<Integer> widths) {
    SequentialBlock network = new SequentialBlock();
    int layers = widths.size() - 1;
    for (int layer = 0; layer < layers; layer++) {
      network.add(Linear.builder().setUnits(widths.get(layer + 1)).build());
      if (layer < layers - 1) {
        network.add(Activation.reluBlock());
      }
    }
    return network;
  }

  private static final class Training implements Step {
    private final Model model;
    private final Trainer trainer;
    private final NDManager manager;
    private final NDList inputs;
    private final NDList targets;

    Training(Workload.MlpTraining workload) {
      int rows = workload.batch();
      List<Integer> widths = workload.widths();
      int columns = widths.getFirst();
      model = Model.newInstance(workload.name(), Device.cpu());
      model.setBlock(network(widths));
      Optimizer adam =
          Optimizer.adam()
              .optLearningRateTracker(Tracker.fixed((float) Workload.LEARNING_RATE))
              .build();
      var loss =
          switch (workload.loss()) {
            case MEAN_ABSOLUTE_ERROR -> ai.djl.training.loss.Loss.l1Loss();
            case SOFTMAX_CROSS_ENTROPY -> ai.djl.training.loss.Loss.softmaxCrossEntropyLoss();
          };
      var config =
          new DefaultTrainingConfig(loss)
              .optOptimizer(adam)
              .optDevices(new Device[] {Device.cpu()});
      trainer = model.newTrainer(config);
      trainer.initialize(new Shape(rows, columns));
      manager = trainer.getManager();
      float[] features = WorkloadData.features(rows, columns);
      inputs = new NDList(manager.create(features, new Shape(rows, columns)));
      targets =
          new NDList(
              switch (workload.loss()) {
                case MEAN_ABSOLUTE_ERROR ->
                    manager.create(WorkloadData.targets(features, rows), new Shape(rows, 1));
                case SOFTMAX_CROSS_ENTROPY ->
                    manager.create(WorkloadData.labels(rows, widths.getLast()));
              });
    }

    Training(Workload.CnnTraining workload) {
      int rows = workload.batch();
      model = Model.newInstance(workload.name(), Device.cpu());
      model.setBlock(DjlImages.cnn());
      Optimizer adam =
          Optimizer.adam()
              .optLearningRateTracker(Tracker.fixed((float) Workload.LEARNING_RATE))
              .build();
      var config =
          new DefaultTrainingConfig(ai.djl.training.loss.Loss.softmaxCrossEntropyLoss())
              .optOptimizer(adam)
              .optDevices(new Device[] {Device.cpu()});
      trainer = model.newTrainer(config);
      trainer.initialize(DjlImages.shape(rows));
      manager = trainer.getManager();
      float[] features = WorkloadData.features(rows, CifarCnn.imageSize());
      inputs = new NDList(manager.create(features, DjlImages.shape(rows)));
      targets =
          new NDList(manager.create(WorkloadData.labels(rows, CifarCnn.WIDTHS.getLast())));
    }

    @Override
    public void run() {
      try (NDManager step = manager.newSubManager()) {
        inputs.attach(step);
        targets.attach(step);
        try (GradientCollector collector = trainer.newGradientCollector()) {
          NDArray loss = trainer.getLoss().evaluate(targets, trainer.forward(inputs));
          collector.backward(loss);
        }
        trainer.step();
        inputs.attach(manager);
        targets.attach(manager);
      }
    }

    @Override
    public double witness() {
      try (NDManager step = manager.newSubManager()) {
        inputs.attach(step);
        double loss = trainer.getLoss().evaluate(targets, trainer.evaluate(inputs)).getFloat();
        inputs.attach(manager);
        return loss;
      }
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
    }
  }

  private static final class Prediction implements Step {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final ParameterStore parameters = new ParameterStore(manager, false);
    private final SequentialBlock network;
    private final float[] row;
    private final Shape shape;
    private float answer;

    Prediction(SequentialBlock network, Shape shape) {
      this.network = network;
      this.shape = shape;
      network.initialize(manager, ai.djl.ndarray.types.DataType.FLOAT32, shape);
      network.freezeParameters(true);
      row = WorkloadData.features(1, (int) shape.size());
    }

    @Override
    public void run() {
      try (NDManager step = manager.newSubManager()) {
        NDList input = new NDList(step.create(row, shape));
        answer =
            network.forward(parameters, input, false).singletonOrThrow().toFloatArray()[0];
      }
    }

    @Override
    public double witness() {
      return answer;
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static final class Product implements Step {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final NDArray left;
    private final NDArray right;

    Product(Workload.MatrixProduct workload) {
      int size = workload.size();
      Shape shape = new Shape(size, size);
      left = manager.create(WorkloadData.features(size, size), shape);
      right = manager.create(WorkloadData.features(size, size), shape);
    }

    @Override
    public void run() {
      try (NDArray _ = left.matMul(right)) {
        // Only the time matters.
      }
    }

    @Override
    public double witness() {
      try (NDArray product = left.matMul(right)) {
        return product.getFloat(0, 0);
      }
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
