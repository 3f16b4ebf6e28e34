// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Reorders the axes of each sample. */
public final class Permute extends ChainedLayer<Permute> {
  private final int[] dims;

  /**
   * Creates the layer.
   *
   * @param dims the input axes in their new order; axes are counted from 1, without the batch axis
   */
  public Permute(int... dims) {
    int[] sorted = Arrays.stream(Require.given("Permute", "dims", dims)).sorted().toArray();
    if (dims.length == 0
        || !Arrays.equals(sorted, IntStream.rangeClosed(1, dims.length).toArray())) {
      throw new IllegalArgumentException(
          "Permute: dims must be a permutation of 1, 2, ..., got " + Arrays.toString(dims));
    }
    this.dims = dims.clone();
  }

  static Permute from(Settings s) {
    return new Permute(s.getInts("dims"));
  }

  @Override
  protected Value call(Call call, Value x) {
    if (x.shape().rank() != dims.length + 1) {
      throw new ShapeException(
          "dims %s need an input with %d axes besides the batch"
              .formatted(Arrays.toString(dims), dims.length));
    }
    return Ops.transpose(x, IntStream.concat(IntStream.of(0), IntStream.of(dims)).toArray());
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("dims", Arrays.stream(dims).boxed().toList());
    return config;
  }
}
