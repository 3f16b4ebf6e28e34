// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Base class of transposed convolutions: zeros are inserted between the inputs, then a convolution
 * with the reversed kernel is applied.
 *
 * @param <L> the concrete layer type
 */
abstract class ConvTranspose<L extends ConvTranspose<L>> extends FilterConvolution<L> {
  /** Null for Keras's default. */
  private int[] outputPadding;

  ConvTranspose(int spatialRank, int filters, int... kernelSize) {
    super(spatialRank, filters, kernelSize);
  }

  @Override
  final L read(Settings s) {
    if (s.has("output_padding")) {
      outputPadding(s.getInts("output_padding"));
    }
    return super.read(s);
  }

  /**
   * Sets the additional size of the output, less than the strides: one number for all axes or one
   * per axis. By default, the strides determine the size of the output.
   */
  public L outputPadding(int... newOutputPadding) {
    L self = unbuilt();
    outputPadding = perAxis("output_padding", 0, newOutputPadding);
    return self;
  }

  @Override
  final void buildKernels(int inputChannels) {
    for (int i = 0; outputPadding != null && i < outputPadding.length; i++) {
      if (outputPadding[i] >= strides()[i]) {
        throw new IllegalArgumentException(
            "%s: output_padding %s must be below the strides %s"
                .formatted(this, Arrays.toString(outputPadding), Arrays.toString(strides())));
      }
    }
    kernel = addWeight("kernel", kernelShape(filters, inputChannels), kernelOptions);
  }

  @Override
  final Value convolve(Call call, Value x) {
    if (!x.shape().drop(0).isKnown()) {
      throw new ShapeException("all axes except the batch must be known");
    }
    int rank = spatialRank();
    Value k = call.read(kernel);
    Value stuffed = x;
    int[] order = IntStream.range(0, rank + 2).toArray();
    for (int i = 0; i < rank; i++) {
      stuffed = stuff(stuffed, i + 1, strides()[i]);
      k = Ops.flip(k, i);
    }
    order[rank] = rank + 1;
    order[rank + 1] = rank;
    return activated(call, reversed(), 1, stuffed, Ops.transpose(k, order));
  }

  /** Inserts zeros between the elements of an axis. */
  private static Value stuff(Value x, int axis, int stride) {
    if (stride == 1) {
      return x;
    }
    int n = x.shape().dim(axis);
    Value wide = Ops.pad(Ops.expandDims(x, axis + 1), axis + 1, 0, stride - 1, 0);
    Value flat = Ops.reshape(wide, x.shape().with(axis, Shape.extent((long) n * stride)));
    return Ops.slice(flat, axis, 0, (n - 1) * stride + 1);
  }

  /** Returns the window parameters for the zero-stuffed input. */
  private Window reversed() {
    int[] size = kernelSize();
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int i = 0; i < size.length; i++) {
      int span = Shape.extent((size[i] - 1L) * dilationRate()[i] + 1);
      int stride = strides()[i];
      long total = 2 * (span - 1L);
      int front = span - 1;
      if (padding() == Padding.SAME) {
        total =
            outputPadding == null
                ? (long) stride + span - 2
                : (long) span + span % 2 - 2 + outputPadding[i];
        front = (int) Math.min(Math.ceilDiv(total, 2), span - 1);
      } else {
        total += outputPadding == null ? Math.max(0, stride - span) : outputPadding[i];
      }
      before.add(front);
      after.add(Shape.extent(total - front));
    }
    return new Window(
        ShapeForm.list(size),
        Collections.nCopies(size.length, 1),
        ShapeForm.list(dilationRate()),
        before,
        after);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("output_padding", outputPadding == null ? null : ShapeForm.list(outputPadding));
    return config;
  }
}
