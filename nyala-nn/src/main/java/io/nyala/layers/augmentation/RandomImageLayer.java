// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * A layer that changes images {@code (batch, height, width, channels)} at random in training, each
 * in its own way, and leaves them as they are in inference. What is drawn depends on the seed, the
 * step and the place in the batch, not on threads.
 *
 * @param <L> the layer's own type
 */
abstract class RandomImageLayer<L extends RandomImageLayer<L>> extends SpatialLayer<L> {
  private Long seed;

  RandomImageLayer() {
    super(2);
  }

  /** Sets a seed for this layer alone; by default the seed of training is used. */
  public L seed(long newSeed) {
    L self = unbuilt();
    this.seed = newSeed;
    return self;
  }

  final L readCommon(Settings s) {
    seed = s.getSeed("seed");
    return readDataFormat(s);
  }

  @Override
  protected final Value call(Call call, Value input) {
    if (!call.training()) {
      return still(input);
    }
    return leave(change(call, enter(input)));
  }

  /** Returns what comes of images in inference. */
  Value still(Value input) {
    return floats(input);
  }

  /** Returns changed images, all with channels last. */
  abstract Value change(Call call, Value x);

  /**
   * Draws a number for each image.
   *
   * @param which of the layer's draws this is, so that one seed gives each other numbers
   * @return {@code (batch, 1, 1, 1)}
   */
  final Value uniform(Call call, Value x, int which, double from, double to) {
    long drawn = call.newStream();
    long key = seed == null ? drawn : seed + which * 0x9E3779B97F4A7C15L;
    Value u = Ops.randomUniform(Shape.of(x.shape().dim(0), 1, 1, 1), key);
    return Ops.add(Ops.multiply(u, (float) (to - from)), (float) from);
  }

  final Value uniform(Call call, Value x, int which, Range range) {
    return uniform(call, x, which, range.low(), range.high());
  }

  final void putSeed(Map<String, Object> config) {
    config.put("seed", seed);
  }
}
