// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.List;
import java.util.Optional;

/**
 * A timed workload, defined once for all contenders. The kinds are sealed, so that a contender that
 * does not handle one does not compile.
 */
public sealed interface Workload {
  /**
   * Adam's learning rate in training. The time of a step does not depend on it, as long as the
   * weights stay near their initial values: a network that overfits the single batch has gradients
   * so small that they become subnormal numbers, which processors compute many times more slowly.
   * This does not happen when training on real data.
   */
  double LEARNING_RATE = 1e-6;

  /**
   * Returns the name used on the command line.
   *
   * @return such as {@code mlp-784-b32}
   */
  String name();

  /**
   * Returns a one-line description of a step.
   *
   * @return one line without a final full stop
   */
  String description();

  /**
   * Returns the number of threads for the step.
   *
   * @param asked the requested number, at least 1
   * @return the same, unless the workload is defined on one thread
   */
  default int threads(int asked) {
    return asked;
  }

  /** The losses that the training workloads use, each the mean over the batch. */
  enum Loss {
    /** Mean absolute error of one output. */
    MEAN_ABSOLUTE_ERROR,
    /** Softmax and cross-entropy with the index of the correct class. */
    SOFTMAX_CROSS_ENTROPY
  }

  /**
   * One Adam step of a dense network on a fixed batch: forward, loss, backward, update. Hidden
   * layers are ReLU, the last layer is linear.
   *
   * @param name the name on the command line
   * @param widths inputs, hidden units, outputs
   * @param batch rows per step
   * @param loss the loss
   */
  record MlpTraining(String name, List<Integer> widths, int batch, Loss loss) implements Workload {
    /** Copies the widths. */
    public MlpTraining {
      widths = List.copyOf(widths);
    }

    @Override
    public String description() {
      return "Adam step of a dense network " + Workload.joined(widths) + ", batch " + batch;
    }
  }

  /** The type of recurrent layer. */
  enum Cell {
    /** Long short-term memory. */
    LSTM,
    /** Gated recurrent unit with the reset gate after the product. */
    GRU
  }

  /**
   * One Adam step of recurrent layers and a dense layer of one output on the last step, mean
   * absolute error.
   *
   * @param name the name on the command line
   * @param cell the type of recurrent layer
   * @param features the number of features
   * @param time the number of time steps
   * @param batch the number of sequences per step
   * @param units the units of each recurrent layer
   * @param layers the number of recurrent layers
   */
  record SequenceTraining(
      String name, Cell cell, int features, int time, int batch, int units, int layers)
      implements Workload {
    @Override
    public String description() {
      return "Adam step of %d %s of %d units, %d features, %d time steps, batch %d"
          .formatted(layers, cell, units, features, time, batch);
    }
  }

  /**
   * One Adam step of word vectors, their mean over the sequence, and a dense layer of one output,
   * mean absolute error.
   *
   * @param name the name on the command line
   * @param vocabulary the number of words
   * @param dimension the length of a word vector
   * @param time words in a sequence
   * @param batch sequences per step
   */
  record EmbeddingTraining(String name, int vocabulary, int dimension, int time, int batch)
      implements Workload {
    @Override
    public String description() {
      return "Adam step of %d word vectors of %d numbers, sequences of %d, batch %d"
          .formatted(vocabulary, dimension, time, batch);
    }
  }

  /**
   * One Adam step of the convolutional network for texts (see {@link TextCnn}), word vectors
   * included: forward, loss, backward, update.
   *
   * @param name the name on the command line
   * @param batch texts per step
   */
  record TextTraining(String name, int batch) implements Workload {
    @Override
    public String description() {
      return "Adam step of a convolutional network for texts of %d words, batch %d"
          .formatted(TextCnn.TIME, batch);
    }
  }

  /**
   * One Adam step of an encoder block (Vaswani et al. 2017): attention of several heads to the same
   * sequence, addition and layer normalization, two dense layers with GELU between them, addition
   * and layer normalization. The loss is the mean square of the difference to fixed targets.
   *
   * @param name the name on the command line
   * @param width the features of a step
   * @param heads the heads of attention, each of {@code width / heads} features
   * @param time the number of time steps
   * @param batch the number of sequences per step
   */
  record TransformerTraining(String name, int width, int heads, int time, int batch)
      implements Workload {
    /** The epsilon of both normalizations. */
    public static final double EPSILON = 1e-5;

    private static final int EXPANSION = 4;

    /**
     * Returns the units between the two dense layers.
     *
     * @return four times the width
     */
    public int hidden() {
      return EXPANSION * width;
    }

    @Override
    public String description() {
      return "Adam step of an encoder block of %d units, %d heads, %d time steps, batch %d"
          .formatted(width, heads, time, batch);
    }
  }

  /**
   * The prediction of a dense network for one row: from a float array to a number.
   *
   * @param name the name on the command line
   * @param widths inputs, hidden units, outputs
   */
  record RowPrediction(String name, List<Integer> widths) implements Workload {
    /** Copies the widths. */
    public RowPrediction {
      widths = List.copyOf(widths);
    }

    @Override
    public String description() {
      return "prediction of one row by a dense network " + Workload.joined(widths);
    }
  }

  /**
   * The product of two square float matrices, on one thread: it shows how much of the core's peak a
   * matrix product reaches.
   *
   * @param name the name on the command line
   * @param size rows and columns
   */
  record MatrixProduct(String name, int size) implements Workload {
    @Override
    public String description() {
      return "product of two " + size + " x " + size + " matrices on one thread";
    }

    @Override
    public int threads(int asked) {
      return 1;
    }
  }

  /**
   * One Adam step of the convolutional network for CIFAR-10 (see {@link CifarCnn}): forward, loss,
   * backward, update.
   *
   * @param name the name on the command line
   * @param batch images per step
   */
  record CnnTraining(String name, int batch) implements Workload {
    @Override
    public String description() {
      return "Adam step of a convolutional network for CIFAR-10, batch " + batch;
    }
  }

  /**
   * The prediction of that network for one image: from a float array to ten numbers.
   *
   * @param name the name on the command line
   */
  record CnnPrediction(String name) implements Workload {
    @Override
    public String description() {
      return "prediction of one image by a convolutional network for CIFAR-10";
    }
  }

  /**
   * Two convolutions, 3 x 3, padded to keep the extent, with bias and ReLU, and maximum pooling by
   * 2, forward and backward: the gradients of the mean square of the output with respect to all
   * weights and the input.
   *
   * @param name the name on the command line
   * @param separable whether each convolution is a depthwise one followed by a 1 x 1 convolution
   *     with bias and ReLU
   * @param batch the number of images per step
   * @param extent the height and width of the images
   * @param channels the channels of the images
   * @param filters the filters of both convolutions
   */
  record BlockPass(String name, boolean separable, int batch, int extent, int channels, int filters)
      implements Workload {
    @Override
    public String description() {
      return "forward and backward pass of two "
          + (separable ? "separable " : "")
          + "convolutions and a pooling, batch "
          + batch
          + ", "
          + extent
          + " x "
          + extent
          + ", "
          + channels
          + " to "
          + filters
          + " channels";
    }
  }

  /**
   * Returns every workload, in the order in which they are measured.
   *
   * @return the workloads; their names differ
   */
  static List<Workload> all() {
    List<Integer> shallow = List.of(9, 32, 1);
    List<Integer> deep = List.of(9, 32, 32, 32, 32, 16, 1);
    List<Integer> digits = List.of(784, 512, 256, 128, 10);
    return List.of(
        new MlpTraining("mlp-9-32-1", shallow, 32, Loss.MEAN_ABSOLUTE_ERROR),
        new MlpTraining("mlp-deep", deep, 32, Loss.MEAN_ABSOLUTE_ERROR),
        new MlpTraining("mlp-784-b32", digits, 32, Loss.SOFTMAX_CROSS_ENTROPY),
        new MlpTraining("mlp-784-b128", digits, 128, Loss.SOFTMAX_CROSS_ENTROPY),
        new SequenceTraining("lstm-2x100", Cell.LSTM, 1, 10, 100, 100, 2),
        new SequenceTraining("lstm-t200", Cell.LSTM, 100, 200, 32, 10, 1),
        new SequenceTraining("lstm-256", Cell.LSTM, 80, 60, 64, 256, 1),
        new SequenceTraining("gru-256", Cell.GRU, 80, 60, 64, 256, 1),
        new EmbeddingTraining("embedding-20k", 20_000, 100, 200, 64),
        new EmbeddingTraining("embedding-200k", 200_000, 100, 200, 64),
        new TextTraining("newsgroups-cnn", 128),
        new TransformerTraining("transformer-block", 256, 8, 128, 16),
        new TransformerTraining("transformer-long", 128, 4, 2_048, 2),
        new RowPrediction("predict-row", deep),
        new MatrixProduct("gemm-512", 512),
        new MatrixProduct("gemm-1024", 1_024),
        new CnnTraining("cnn-cifar-b32", 32),
        new CnnPrediction("cnn-predict-1"),
        new BlockPass("vgg-block", false, 8, 56, 64, 128),
        new BlockPass("separable-block", true, 8, 56, 64, 128));
  }

  /**
   * Finds a workload.
   *
   * @param name its name
   * @return the workload, or empty if none has that name
   */
  static Optional<Workload> named(String name) {
    return all().stream().filter(workload -> workload.name().equals(name)).findFirst();
  }

  private static String joined(List<Integer> widths) {
    return String.join("-", widths.stream().map(String::valueOf).toList());
  }
}
