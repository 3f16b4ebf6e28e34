// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows of a locally connected layer, and where its kernel stores their weights.
 *
 * <p>With padding, a window begins half its size before its position, as in Keras 2 and unlike the
 * windows of a convolution.
 *
 * @param input the spatial extents of the input
 * @param output those of the output
 */
record LocalWindows(int[] size, int[] strides, Padding padding, Shape input, Shape output) {
  static LocalWindows of(int[] size, int[] strides, Padding padding, Shape input) {
    int[] output = new int[size.length];
    for (int i = 0; i < size.length; i++) {
      int positions = padding == Padding.SAME ? input.dim(i) : input.dim(i) - size[i] + 1;
      if (positions < 1) {
        throw new ShapeException(
            "a window of %d positions does not fit into the %d positions of spatial axis %d"
                .formatted(size[i], input.dim(i), i));
      }
      output[i] = Math.ceilDiv(positions, strides[i]);
    }
    return new LocalWindows(size, strides, padding, input, Shape.of(output));
  }

  int positions() {
    return Shape.of(size).size();
  }

  private int before(int axis) {
    return padding == Padding.SAME ? size[axis] / 2 : 0;
  }

  /**
   * Returns the elements of all windows.
   *
   * @param x {@code (batch, space..., channels)}
   * @return {@code (batch, windows, positions * channels)}
   */
  Value elements(Value x) {
    Value padded = x;
    for (int i = 0; i < size.length; i++) {
      int reach = (output.dim(i) - 1) * strides[i] + size[i] - before(i);
      int after = Math.max(0, reach - input.dim(i));
      if (before(i) > 0 || after > 0) {
        padded = Ops.pad(padded, i + 1, before(i), after, 0);
      }
    }
    List<Value> parts = new ArrayList<>();
    int[] steps = Shape.of(size).strides();
    for (int p = 0; p < positions(); p++) {
      Value part = padded;
      for (int i = 0; i < size.length; i++) {
        int begin = p / steps[i] % size[i];
        part = Ops.slice(part, i + 1, begin, output.dim(i), strides[i]);
      }
      parts.add(part);
    }
    Value all = Ops.concatenate(parts, -1);
    return Ops.reshape(all, Shape.of(x.shape().dim(0), output.size(), all.shape().last()));
  }

  /**
   * Returns the position in the input of an element of a window, in row-major order, or -1 for
   * padding.
   */
  private int source(int window, int position) {
    int[] windowSteps = output.strides();
    int[] steps = Shape.of(size).strides();
    int[] inputSteps = input.strides();
    int source = 0;
    for (int i = 0; i < size.length; i++) {
      int at =
          window / windowSteps[i] % output.dim(i) * strides[i]
              + position / steps[i] % size[i]
              - before(i);
      if (at < 0 || at >= input.dim(i)) {
        return -1;
      }
      source += at * inputSteps[i];
    }
    return source;
  }

  /**
   * Returns where a kernel of implementation 2, which connects all inputs with all outputs, has the
   * weights of the windows.
   *
   * @return {@code (windows, positions * channels, filters)}; {@code missing} for padding
   */
  Tensor inDense(int channels, int filters, boolean channelsFirst, int missing) {
    int inputs = input.size();
    int windows = output.size();
    return each(
        channels,
        filters,
        (w, p, c, f) -> {
          int from = source(w, p);
          int in = channelsFirst ? c * inputs + from : from * channels + c;
          int out = channelsFirst ? f * windows + w : w * filters + f;
          return from < 0 ? missing : in * windows * filters + out;
        });
  }

  /**
   * Returns the same for implementation 3, which stores only the weights that exist, by output and
   * then by input.
   */
  Tensor inSparse(int channels, int filters, boolean channelsFirst, int missing) {
    int windows = output.size();
    int k = positions();
    int[] rank = new int[windows * k];
    int[] count = new int[windows];
    int[] begin = new int[windows + 1];
    for (int w = 0; w < windows; w++) {
      for (int p = 0; p < k; p++) {
        rank[w * k + p] = source(w, p) < 0 ? -1 : count[w]++;
      }
      begin[w + 1] = begin[w] + count[w];
    }
    int total = begin[windows];
    return each(
        channels,
        filters,
        (w, p, c, f) -> {
          int r = rank[w * k + p];
          int at =
              channelsFirst
                  ? (f * total + begin[w]) * channels + c * count[w] + r
                  : begin[w] * filters * channels + (f * count[w] + r) * channels + c;
          return r < 0 ? missing : at;
        });
  }

  /** Returns the number of weights of implementation 3. */
  int sparseSize(int channels, int filters) {
    int total = 0;
    for (int w = 0; w < output.size(); w++) {
      for (int p = 0; p < positions(); p++) {
        total += source(w, p) < 0 ? 0 : 1;
      }
    }
    return Shape.extent((long) total * channels * filters);
  }

  @FunctionalInterface
  private interface Place {
    int of(int window, int position, int channel, int filter);
  }

  private Tensor each(int channels, int filters, Place place) {
    Shape shape = Shape.of(output.size(), positions() * channels, filters);
    int[] at = new int[shape.size()];
    int i = 0;
    for (int w = 0; w < output.size(); w++) {
      for (int p = 0; p < positions(); p++) {
        for (int c = 0; c < channels; c++) {
          for (int f = 0; f < filters; f++) {
            at[i++] = place.of(w, p, c, f);
          }
        }
      }
    }
    return Tensor.ofInts(shape, at);
  }
}
