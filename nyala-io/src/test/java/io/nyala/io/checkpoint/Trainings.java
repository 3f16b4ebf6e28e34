// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.activations.Activations.SOFTMAX;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.gaussianNoise;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.callbacks.EarlyStopping;
import io.nyala.callbacks.ReduceLROnPlateau;
import io.nyala.models.Callback;
import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.training.Checkpointer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Random;

/** Small trainings in which everything is random or has a state that can be random or have one. */
enum Trainings {
  /** Dropout, shuffling, a rate that falls, best weights that are kept. */
  MLP(Shape.of(60, 8)) {
    @Override
    Model model() {
      return Sequential.of(
          input(8), dense(16).activation(RELU), dropout(0.3), dense(3).activation(SOFTMAX));
    }
  },
  /**
   * Images that are mirrored and moved at random on their way in, noise, dropout, and moving
   * averages of batch normalization.
   */
  CNN(Shape.of(60, 6, 6, 2)) {
    @Override
    Model model() {
      return Sequential.of(
          input(6, 6, 2),
          gaussianNoise(0.2),
          conv2D(4, 3).activation(RELU),
          batchNormalization(),
          dropout(0.2),
          flatten(),
          dense(3).activation(SOFTMAX));
    }

    @Override
    History feed(Model model, Tensor x, Tensor y, FitOptions options) {
      return model.fit(new Augmented(x, y, BATCH), options);
    }
  },
  /** States that go on from batch to batch. */
  STATEFUL_LSTM(Shape.of(60, 5, 2)) {
    @Override
    Model model() {
      return Sequential.of(
          input(5, 2), lstm(6).stateful(), dropout(0.2), dense(3).activation(SOFTMAX));
    }
  };

  static final int BATCH = 10;
  static final int EPOCHS = 6;
  private final Shape shape;

  Trainings(Shape shape) {
    this.shape = shape;
  }

  abstract Model model();

  Model compiled() {
    Model model = model();
    model.seed(7);
    return model.compile(adam(0.01), sparseCategoricalCrossentropy(), accuracy());
  }

  /** Trains, or goes on; with callbacks beside those that have a state. */
  History train(Model model, Checkpointer checkpoints, Callback... others) {
    Random random = new Random(1);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    int rows = shape.dim(0);
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(3);
    }
    Tensor x = Tensor.of(shape, data);
    Tensor y = Tensor.of(Shape.of(rows), labels);
    FitOptions options =
        fit()
            .epochs(EPOCHS)
            .validation(x.rows(0, 20), y.rows(0, 20))
            .callbacks(
                new EarlyStopping("val_loss").patience(4).restoreBestWeights(),
                new ReduceLROnPlateau("val_loss").patience(1).factor(0.5))
            .callbacks(others);
    return feed(model, x, y, checkpoints == null ? options : options.checkpoints(checkpoints));
  }

  History feed(Model model, Tensor x, Tensor y, FitOptions options) {
    return model.fit(x, y, options.batchSize(BATCH).shuffle(this != STATEFUL_LSTM));
  }
}
