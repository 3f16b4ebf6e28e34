// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Dense;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Nyala's step for sequences: several steps of {@code fit} on a single batch. */
final class SequenceStep implements Step {
  private static final int STEPS = 10;

  private final Model model;
  private final Tensor inputs;
  private final Tensor targets;
  private final FitOptions options;

  SequenceStep(Workload.SequenceTraining w) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < w.layers(); i++) {
      boolean sequences = i < w.layers() - 1;
      layers.add(
          switch (w.cell()) {
            case LSTM -> Layers.lstm(w.units()).returnSequences(sequences);
            case GRU -> Layers.gru(w.units()).returnSequences(sequences);
          });
    }
    layers.add(Layers.dense(1));
    this(
        Layers.input(w.time(), w.features()),
        layers,
        Tensor.of(
            Shape.of(w.batch(), w.time(), w.features()),
            WorkloadData.features(w.batch(), w.time() * w.features())),
        w.batch());
  }

  SequenceStep(Workload.EmbeddingTraining w) {
    int[] words = WorkloadData.labels(w.batch() * w.time(), w.vocabulary());
    this(
        Layers.input(DType.INT32, w.time()),
        List.of(
            Layers.embedding(w.vocabulary(), w.dimension()),
            Layers.globalAveragePooling1D(),
            Layers.dense(1)),
        Tensor.ofInts(Shape.of(w.batch(), w.time()), words),
        w.batch());
  }

  SequenceStep(Workload.TextTraining w) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layers.embedding(TextCnn.VOCABULARY, TextCnn.DIMENSION));
    for (int i = 0; i < TextCnn.CONVOLUTIONS; i++) {
      layers.add(Layers.conv1D(TextCnn.FILTERS, TextCnn.KERNEL).activation(Layers.RELU));
      layers.add(
          i < TextCnn.CONVOLUTIONS - 1
              ? Layers.maxPooling1D(TextCnn.POOL)
              : Layers.globalMaxPooling1D());
    }
    int last = TextCnn.WIDTHS.size() - 1;
    for (int i = 1; i <= last; i++) {
      Dense dense = Layers.dense(TextCnn.WIDTHS.get(i));
      layers.add(i < last ? dense.activation(Layers.RELU) : dense);
    }
    int[] words = WorkloadData.labels(w.batch() * TextCnn.TIME, TextCnn.VOCABULARY);
    int[] classes = WorkloadData.labels(w.batch(), TextCnn.WIDTHS.getLast());
    this(
        Layers.input(DType.INT32, TextCnn.TIME),
        layers,
        Tensor.ofInts(Shape.of(w.batch(), TextCnn.TIME), words),
        Tensor.vectorOfInts(classes),
        Losses.sparseCategoricalCrossentropy().fromLogits());
  }

  SequenceStep(Workload.TransformerTraining w) {
    int steps = w.batch() * w.time();
    Shape shape = Shape.of(w.batch(), w.time(), w.width());
    this(
        encoderBlock(w),
        Tensor.of(shape, WorkloadData.features(steps, w.width())),
        Tensor.of(shape, WorkloadData.sequenceTargets(steps, w.width())),
        Losses.meanSquaredError());
  }

  private static Model encoderBlock(Workload.TransformerTraining w) {
    Value x = Layers.input(w.time(), w.width());
    Value seen = Layers.multiHeadAttention(w.heads(), w.width() / w.heads()).apply(x, x);
    Value y = normalized(x, seen);
    Value hidden = Layers.dense(w.hidden()).activation(Layers.GELU).apply(y);
    return Model.of(x, normalized(y, Layers.dense(w.width()).apply(hidden)));
  }

  private static Value normalized(Value x, Value change) {
    return Layers.layerNormalization()
        .epsilon(Workload.TransformerTraining.EPSILON)
        .apply(Layers.add().apply(x, change));
  }

  private SequenceStep(Value input, List<Layer> layers, Tensor inputs, int rows) {
    this(
        input,
        layers,
        inputs,
        Tensor.of(Shape.of(rows, 1), WorkloadData.features(rows, 1)),
        Losses.meanAbsoluteError());
  }

  private SequenceStep(Value input, List<Layer> layers, Tensor inputs, Tensor targets, Loss loss) {
    this(Sequential.of(input, layers.toArray(Layer[]::new)), inputs, targets, loss);
  }

  private SequenceStep(Model model, Tensor inputs, Tensor targets, Loss loss) {
    this.model = model;
    this.inputs = inputs;
    this.targets = targets;
    int rows = inputs.shape().dim(0);
    model.compile(Optimizers.adam(Workload.LEARNING_RATE), loss);
    options = FitOptions.fit().batchSize(rows).epochs(1).stepsPerEpoch(STEPS).shuffle(false);
  }

  @Override
  public void run() {
    model.fit(inputs, targets, options);
  }

  @Override
  public int count() {
    return STEPS;
  }

  @Override
  public double witness() {
    return model.evaluate(inputs, targets).get("loss");
  }
}
