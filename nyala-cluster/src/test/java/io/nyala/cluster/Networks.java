// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static io.nyala.callbacks.Callbacks.earlyStopping;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.gaussianNoise;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;

import io.nyala.models.Callback;
import io.nyala.models.DataParallel;
import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.training.Checkpointer;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Optimizers;
import io.nyala.optimizers.Schedules;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small trainings that several workers share. Their names are arguments of the programs. */
enum Networks {
  ADAM {
    @Override
    Optimizer optimizer() {
      return Optimizers.adam(1e-2);
    }
  },
  CLIPPED_SGD_WITH_AVERAGES {
    @Override
    Optimizer optimizer() {
      return Optimizers.sgd(0.05).momentum(0.9).globalClipNorm(0.5).ema(0.9).weightDecay(1e-3);
    }
  },
  ACCUMULATED_RMSPROP {
    @Override
    Optimizer optimizer() {
      return Optimizers.rmsprop(1e-2).clipNorm(0.2).gradientAccumulationSteps(3);
    }
  },
  EVERYTHING_ADAMW {
    @Override
    Optimizer optimizer() {
      return Optimizers.adamW(1e-2)
          .learningRate(Schedules.cosineDecay(1e-2, 20))
          .amsgrad(true)
          .clipValue(0.05)
          .ema(0.8)
          .emaOverwriteFrequency(4)
          .gradientAccumulationSteps(2)
          .learningRateScale("^dense_2", 0.3)
          .excludeFromWeightDecay("bias");
    }
  },
  FTRL {
    @Override
    Optimizer optimizer() {
      return Optimizers.ftrl(1e-2).l1(1e-3);
    }
  },
  NADAM {
    @Override
    Optimizer optimizer() {
      return Optimizers.nadam(1e-2);
    }
  },
  LAMB {
    @Override
    Optimizer optimizer() {
      return Optimizers.lamb(1e-2);
    }
  },
  MUON {
    @Override
    Optimizer optimizer() {
      return Optimizers.muon(1e-2);
    }
  },
  ADAFACTOR {
    @Override
    Optimizer optimizer() {
      return Optimizers.adafactor(1e-2);
    }
  },
  SEVERAL_OPTIMIZERS {
    @Override
    Optimizer optimizer() {
      return Optimizers.multi(Optimizers.adam(1e-2)).with("bias", Optimizers.sgd(0.1));
    }
  },
  /** So many weights that each worker has several slices of them. */
  WIDE {
    @Override
    Optimizer optimizer() {
      return Optimizers.adam(1e-3).globalClipNorm(1);
    }

    @Override
    Model network() {
      return Sequential.of(
          input(20),
          dense(300).activation(RELU),
          dense(500).activation(RELU),
          dense(300),
          dense(1));
    }
  },
  MASKED_LSTM {
    @Override
    Optimizer optimizer() {
      return Optimizers.adam(1e-2);
    }

    @Override
    Model network() {
      return Sequential.of(
          input(12), embedding(50, 8).maskZero(true), lstm(6).returnSequences(true), dense(1));
    }

    @Override
    Tensor x() {
      Random random = new Random(3);
      float[] words = new float[ROWS * 12];
      for (int i = 0; i < words.length; i++) {
        words[i] = i % 12 < 3 + i / 12 % 9 ? 1 + random.nextInt(49) : 0;
      }
      return Tensor.of(Shape.of(ROWS, 12), words);
    }

    @Override
    Tensor y() {
      return normal(4, Shape.of(ROWS, 12, 1));
    }
  };

  static final int EPOCHS = 6;
  static final int ROWS = 150;
  static final int SHARDS = 6;
  private static final int BATCH = 64;

  abstract Optimizer optimizer();

  /** A network of more than one chunk of weights, so that its update is really divided. */
  Model network() {
    return Sequential.of(
        input(20),
        dense(300).activation(RELU),
        dropout(0.3),
        batchNormalization(),
        dense(150).activation(RELU),
        gaussianNoise(0.1),
        dense(1));
  }

  Tensor x() {
    return normal(1, Shape.of(ROWS, 20));
  }

  Tensor y() {
    return normal(2, Shape.of(ROWS, 1));
  }

  static Tensor normal(long seed, Shape shape) {
    Random random = new Random(seed);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  /**
   * Trains, evaluates, and returns everything that must not depend on the number of workers.
   *
   * @param checkpoints may be null
   */
  String train(DataParallel how, Checkpointer checkpoints, Callback... callbacks) {
    return train(EPOCHS, how, checkpoints, callbacks);
  }

  /** Returns the same of a number of epochs. */
  String train(int epochs, DataParallel how, Checkpointer checkpoints, Callback... callbacks) {
    Model model = network();
    model.compile(optimizer(), meanSquaredError(), meanAbsoluteError());
    model.distribute(how);
    float[] weights = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      weights[i] = 0.5f + i % 3;
    }
    List<Callback> all = new ArrayList<>(List.of(callbacks));
    all.add(earlyStopping("loss").patience(3));
    FitOptions options =
        fit()
            .epochs(epochs)
            .batchSize(BATCH)
            .sampleWeight(Tensor.vector(weights))
            .validationSplit(0.2)
            .callbacks(all.toArray(Callback[]::new));
    if (checkpoints != null) {
      options = options.checkpoints(checkpoints);
    }
    History history = model.fit(x(), y(), options);
    double loss = model.evaluate(x(), y()).loss();
    String first = how.peers() == null || how.peers().rank() == 0 ? state(model) : null;
    model.distribute(null); // completes the state in all workers
    String state = state(model);
    if (first != null && !first.equals(state)) {
      throw new AssertionError("the first worker had another state than all have now");
    }
    return Weights.sha256(model) + history.values() + loss + " " + state;
  }

  /** Returns a hash of the state of the optimizer. */
  static String state(Model model) {
    StringBuilder slots = new StringBuilder();
    model.optimizer().variables().forEach(v -> slots.append(Arrays.hashCode(v.get().floats())));
    return String.valueOf(slots.toString().hashCode());
  }

  /** Returns the same of one process. */
  String alone() {
    return train(DataParallel.replicas(2).shards(SHARDS), null);
  }
}
