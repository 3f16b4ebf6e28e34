// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Hashes combinations of several categories, such as city and weekday, into a fixed number of bins.
 * Results match Keras's layer of the same name.
 */
public final class HashedCrossing {
  /** The hash with which TensorFlow begins. */
  private static final long START = 0xDECAFCAFFEL;

  private static final long FACTOR = 0xc6a4a7935bd1e995L;
  private static final int SHIFT = 47;

  private final int bins;

  /**
   * Creates an instance.
   *
   * @param bins the number of bins, at least 1
   */
  public HashedCrossing(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("HashedCrossing: bins must be at least 1, got " + bins);
    }
    this.bins = bins;
  }

  /**
   * Returns the bins of combinations, int32 of the shape of the columns.
   *
   * @param columns two or more tensors of strings or integers, all of the same shape
   */
  public Tensor transform(List<Tensor> columns) {
    int[] found = new int[columns.get(0).size()];
    for (Tensor column : columns) {
      if (!column.shape().equals(columns.get(0).shape()) || column.dtype() == DType.FLOAT32) {
        throw new ShapeException(
            "HashedCrossing: expected strings or integers of the same shape, got "
                + columns.stream().map(c -> c.dtype().keras() + c.shape()).toList());
      }
    }
    for (int i = 0; i < found.length; i++) {
      long hash = START;
      for (Tensor column : columns) {
        hash = join(hash, value(column, i));
      }
      found[i] = (int) Long.remainderUnsigned(hash, bins);
    }
    return Tensor.ofInts(columns.get(0).shape(), found);
  }

  /** Integers stand for themselves. */
  private static long value(Tensor column, int at) {
    return column.dtype() == DType.STRING
        ? FarmHash.fingerprint(column.strings()[at].getBytes(StandardCharsets.UTF_8))
        : column.dtype() == DType.INT32 ? column.ints()[at] : (long) column.at(at);
  }

  /** TensorFlow's {@code FingerprintCat64}. */
  private static long join(long first, long second) {
    long result = first ^ FACTOR;
    result ^= mix(second * FACTOR) * FACTOR;
    result *= FACTOR;
    result = mix(result) * FACTOR;
    return mix(result);
  }

  private static long mix(long value) {
    return value ^ (value >>> SHIFT);
  }
}
