// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Computes a lower bound of the time of a workload on this machine: the maximum of the time of its
 * arithmetic at the measured peak and the time of its memory traffic at the measured bandwidth. It
 * is the maximum, not the sum, because a processor can do both at once. Both include only
 * unavoidable work, except that convolutions are counted as direct ones: Winograd's method needs
 * only 4/9 of the products for 3 x 3 kernels, so it may be faster than the bound.
 *
 * <ul>
 *   <li>the multiply-adds of matrix products and convolutions: forward, the gradient of every
 *       kernel, the gradient of every input except the first layer's;
 *   <li>reading and writing weights and both Adam moments once (24 bytes for each parameter) in a
 *       training step, reading the weights once in a prediction, reading two and writing one matrix
 *       in a product.
 * </ul>
 */
final class Floor {
  private static final int FLOAT_BYTES = 4;

  private Floor() {}

  /**
   * The minimum requirements of a workload.
   *
   * @param operations the floating-point operations; a multiply-add counts as two
   * @param trafficBytes the bytes read and written
   * @param heldBytes the size of the arrays that are read and written
   */
  record Needs(double operations, double trafficBytes, long heldBytes) {}

  /**
   * Returns the floor.
   *
   * @param workload the workload
   * @param operationsPerMicro the peak of all threads together
   * @param threads the number of parallel threads
   * @return microseconds
   */
  static double micros(Workload workload, double operationsPerMicro, int threads) {
    Needs needs = needs(workload);
    double bandwidth = MachineSpeed.bytesPerMicro(needs.heldBytes(), threads);
    return Math.max(needs.operations() / operationsPerMicro, needs.trafficBytes() / bandwidth);
  }

  /** Returns the requirements of a workload. */
  static Needs needs(Workload workload) {
    return switch (workload) {
      case Workload.MlpTraining training -> {
        List<Integer> widths = training.widths();
        double all = multiplyAdds(widths);
        double withoutFirstInputGradient = 3 * all - (double) widths.get(0) * widths.get(1);
        long parameters = parameters(widths);
        yield new Needs(
            2 * training.batch() * withoutFirstInputGradient,
            6.0 * FLOAT_BYTES * parameters,
            3L * FLOAT_BYTES * parameters);
      }
      case Workload.SequenceTraining w -> {
        int gates = w.cell() == Workload.Cell.LSTM ? 4 : 3;
        double first = (double) w.features() * gates * w.units();
        double inner = (double) w.units() * gates * w.units();
        double all = first + (2 * w.layers() - 1) * inner;
        double steps = (double) w.batch() * w.time();
        // A GRU has a second bias, for the recurrent product.
        int biases = w.layers() * (w.cell() == Workload.Cell.LSTM ? 4 : 6) * w.units();
        long parameters = (long) all + biases + w.units() + 1;
        yield new Needs(
            2 * steps * (3 * all - first) + 6.0 * w.batch() * w.units(),
            6.0 * FLOAT_BYTES * parameters,
            3L * FLOAT_BYTES * parameters);
      }
      case Workload.EmbeddingTraining w -> {
        // Only the words of the batch; the others can be updated when they are next read.
        int[] words = WorkloadData.labels(w.batch() * w.time(), w.vocabulary());
        long named = Arrays.stream(words).distinct().count();
        long parameters = named * w.dimension() + w.dimension() + 1;
        yield new Needs(
            6.0 * w.batch() * w.dimension(),
            6.0 * FLOAT_BYTES * parameters,
            3L * FLOAT_BYTES * parameters);
      }
      case Workload.TextTraining training -> {
        // The first convolution's input is the trainable word vectors, so its input gradient is
        // needed too.
        double all = 3 * Arrays.stream(TextCnn.multiplyAdds()).sum();
        long parameters = TextCnn.parameters();
        yield new Needs(
            2 * training.batch() * all,
            6.0 * FLOAT_BYTES * parameters,
            3L * FLOAT_BYTES * parameters);
      }
      case Workload.TransformerTraining w -> {
        double steps = (double) w.batch() * w.time();
        double square = (double) w.width() * w.width();
        // Query, key and value; each head's scores and weighted sums; the output; the dense layers.
        double first = 3 * square;
        double all = first + 2.0 * w.time() * w.width() + square + 2.0 * w.width() * w.hidden();
        // Biases of all dense parts, and two normalizations.
        long parameters = (long) (4 * square) + 2L * w.width() * w.hidden();
        parameters += 4L * w.width() + w.hidden() + w.width() + 4L * w.width();
        yield new Needs(
            2 * steps * (3 * all - first),
            6.0 * FLOAT_BYTES * parameters,
            3L * FLOAT_BYTES * parameters);
      }
      case Workload.RowPrediction prediction -> {
        long bytes = FLOAT_BYTES * parameters(prediction.widths());
        yield new Needs(2 * multiplyAdds(prediction.widths()), bytes, bytes);
      }
      case Workload.CnnTraining training -> {
        double[] layers = CifarCnn.multiplyAdds();
        double withoutFirstInputGradient = 3 * Arrays.stream(layers).sum() - layers[0];
        long parameters = CifarCnn.parameters();
        yield new Needs(
            2 * training.batch() * withoutFirstInputGradient,
            6.0 * FLOAT_BYTES * parameters,
            3L * FLOAT_BYTES * parameters);
      }
      case Workload.CnnPrediction prediction -> {
        long bytes = FLOAT_BYTES * CifarCnn.parameters();
        yield new Needs(2 * Arrays.stream(CifarCnn.multiplyAdds()).sum(), bytes, bytes);
      }
      case Workload.BlockPass block -> {
        double pixels = (double) block.batch() * block.extent() * block.extent();
        double weights =
            blockWeights(block, block.channels()) + blockWeights(block, block.filters());
        // Forward and both gradients; the weights are read and their gradients written.
        double bytes = 2 * FLOAT_BYTES * weights;
        yield new Needs(2 * 3 * pixels * weights, bytes, (long) bytes);
      }
      case Workload.MatrixProduct product -> {
        double size = product.size();
        double bytes = 3 * FLOAT_BYTES * size * size;
        yield new Needs(2 * size * size * size, bytes, (long) bytes);
      }
    };
  }

  /**
   * Returns the number of weights of a convolution without the bias. Each is applied to every
   * pixel.
   */
  private static double blockWeights(Workload.BlockPass block, double channels) {
    return block.separable()
        ? 9 * channels + channels * block.filters()
        : 9 * channels * block.filters();
  }

  private static double multiplyAdds(List<Integer> widths) {
    double sum = 0;
    for (int layer = 1; layer < widths.size(); layer++) {
      sum += (double) widths.get(layer - 1) * widths.get(layer);
    }
    return sum;
  }

  private static long parameters(List<Integer> widths) {
    long sum = (long) multiplyAdds(widths);
    for (int layer = 1; layer < widths.size(); layer++) {
      sum += widths.get(layer);
    }
    return sum;
  }
}
