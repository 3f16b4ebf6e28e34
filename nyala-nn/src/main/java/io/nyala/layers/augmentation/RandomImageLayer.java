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
 * Base class of layers that change each image of {@code (batch, height, width, channels)} randomly
 * during training and leave images unchanged in inference. The random numbers depend on the seed,
 * the step and the position in the batch, but not on threads.
 *
 * @param <L> the concrete layer type
 */
abstract class RandomImageLayer<L extends RandomImageLayer<L>> extends SpatialLayer<L> {
  private Long seed;

  RandomImageLayer() {
    super(2);
  }

  /** Sets a seed for this layer only; the default is the seed of training. */
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

  /** Returns the output in inference. */
  Value still(Value input) {
    return floats(input);
  }

  /** Returns the changed images; input and output have channels last. */
  abstract Value change(Call call, Value x);

  /**
   * Draws a number for each image.
   *
   * @param which the index of the draw within the layer, so that draws from one seed differ
   * @return {@code (batch, 1, 1, 1)}
   */
  final Value uniform(Call call, Value x, int which, double from, double to) {
    return uniform(call, Shape.of(x.shape().dim(0), 1, 1, 1), which, from, to);
  }

  /** Draws numbers of any shape. */
  final Value uniform(Call call, Shape shape, int which, double from, double to) {
    Value u = Ops.randomUniform(shape, key(call, which));
    return Ops.add(Ops.multiply(u, (float) (to - from)), (float) from);
  }

  /** Returns the key of a draw. */
  final long key(Call call, int which) {
    long drawn = call.newStream();
    return seed == null ? drawn : seed + which * 0x9E3779B97F4A7C15L;
  }

  /** Returns the seed of a layer inside, far from the keys of all other draws. */
  final long innerSeed(Call call, int which) {
    long z = key(call, which);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Draws for each image whether to change it: a probability from a range, then a threshold.
   *
   * @param which the index of the first of two draws
   */
  final Value happens(Call call, Value x, int which, Range probability) {
    Value drawn = uniform(call, x, which, probability);
    return Ops.less(uniform(call, x, which + 1, Range.UNIT), drawn);
  }

  final Value uniform(Call call, Value x, int which, Range range) {
    return uniform(call, x, which, range.low(), range.high());
  }

  final void putSeed(Map<String, Object> config) {
    config.put("seed", seed);
  }
}
