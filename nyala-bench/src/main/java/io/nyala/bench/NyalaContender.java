// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.kernel.GemmKernels;
import io.nyala.kernel.KernelProvider;
import io.nyala.kernel.WorkerPool;
import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Dense;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.Predictor;
import io.nyala.models.Sequential;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Nyala: every workload as a user would write it. */
final class NyalaContender implements Contender {
  @Override
  public String name() {
    return "nyala";
  }

  @Override
  public Step prepare(Workload workload, int threads) {
    WorkerPool.useThreads(threads);
    return switch (workload) {
      case Workload.MatrixProduct product -> new Product(product.size());
      case Workload.RowPrediction prediction ->
          new Prediction(network(prediction.widths()), prediction.widths().getFirst());
      case Workload.MlpTraining training -> new Training(training);
      case Workload.CnnTraining training -> new Training(training);
      case Workload.CnnPrediction prediction ->
          new Prediction(ImageSteps.cnn(), CifarCnn.imageSize());
      case Workload.BlockPass block -> new ImageSteps.Block(block);
      case Workload.SequenceTraining training -> new SequenceStep(training);
      case Workload.EmbeddingTraining training -> new SequenceStep(training);
      case Workload.TextTraining training -> new SequenceStep(training);
      case Workload.TransformerTraining training -> new SequenceStep(training);
    };
  }

  /** A product on one thread. */
  private static final class Product implements Step {
    private final GemmKernels gemm = KernelProvider.current().gemm();
    private final int size;
    private final float[] left;
    private final float[] right;
    private final float[] product;

    Product(int size) {
      this.size = size;
      left = WorkloadData.features(size, size);
      right = WorkloadData.features(size, size);
      product = new float[size * size];
    }

    @Override
    public void run() {
      gemm.gemm(
          false,
          false,
          0,
          size,
          0,
          size,
          size,
          left,
          0,
          size,
          right,
          0,
          size,
          product,
          0,
          size,
          false,
          null,
          0,
          FusedActivation.LINEAR);
    }

    @Override
    public double witness() {
      return product[0];
    }
  }

  private static Model network(List<Integer> widths) {
    List<Layer> layers = new ArrayList<>();
    int last = widths.size() - 1;
    for (int layer = 1; layer <= last; layer++) {
      Dense dense = Layers.dense(widths.get(layer));
      layers.add(layer < last ? dense.activation(Layers.RELU) : dense);
    }
    return Sequential.of(Layers.input(widths.getFirst()), layers.toArray(Layer[]::new));
  }

  /** Returns the network of a workload, ready for training. */
  static Model compiled(Workload.MlpTraining workload) {
    Loss loss =
        switch (workload.loss()) {
          case MEAN_ABSOLUTE_ERROR -> Losses.meanAbsoluteError();
          case SOFTMAX_CROSS_ENTROPY -> Losses.sparseCategoricalCrossentropy().fromLogits();
        };
    Model model = network(workload.widths());
    model.compile(Optimizers.adam(Workload.LEARNING_RATE), loss);
    return model;
  }

  /** Many steps of {@code fit} on a single batch. */
  private static final class Training implements Step {
    private static final int STEPS = 100;
    private static final int IMAGE_STEPS = 10;

    private final int steps;
    private final Model model;
    private final Tensor inputs;
    private final Tensor targets;
    private final FitOptions options;

    Training(Workload.MlpTraining workload) {
      int rows = workload.batch();
      int columns = workload.widths().getFirst();
      float[] features = WorkloadData.features(rows, columns);
      inputs = Tensor.of(Shape.of(rows, columns), features);
      targets =
          switch (workload.loss()) {
            case MEAN_ABSOLUTE_ERROR ->
                Tensor.of(Shape.of(rows, 1), WorkloadData.targets(features, rows));
            case SOFTMAX_CROSS_ENTROPY ->
                Tensor.vectorOfInts(WorkloadData.labels(rows, workload.widths().getLast()));
          };
      model = compiled(workload);
      steps = STEPS;
      options = FitOptions.fit().batchSize(rows).epochs(1).stepsPerEpoch(steps).shuffle(false);
    }

    Training(Workload.CnnTraining workload) {
      int rows = workload.batch();
      float[] features = WorkloadData.features(rows, CifarCnn.imageSize());
      inputs =
          Tensor.of(Shape.of(rows, CifarCnn.EXTENT, CifarCnn.EXTENT, CifarCnn.CHANNELS), features);
      targets = Tensor.vectorOfInts(WorkloadData.labels(rows, CifarCnn.WIDTHS.getLast()));
      model = ImageSteps.cnn();
      Loss loss = Losses.sparseCategoricalCrossentropy().fromLogits();
      model.compile(Optimizers.adam(Workload.LEARNING_RATE), loss);
      steps = IMAGE_STEPS;
      options = FitOptions.fit().batchSize(rows).epochs(1).stepsPerEpoch(steps).shuffle(false);
    }

    @Override
    public void run() {
      model.fit(inputs, targets, options);
    }

    @Override
    public int count() {
      return steps;
    }

    @Override
    public double witness() {
      return model.evaluate(inputs, targets).get("loss");
    }
  }

  private static final class Prediction implements Step {
    private final Predictor predictor;
    private final float[] row;
    private final float[] result;

    Prediction(Model model, int columns) {
      predictor = model.predictor();
      row = WorkloadData.features(1, columns);
      result = new float[predictor.outputs()];
    }

    @Override
    public void run() {
      predictor.predict(row, result);
    }

    @Override
    public double witness() {
      return result[0];
    }
  }
}
