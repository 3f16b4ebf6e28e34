// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Locale;
import java.util.Map;

/**
 * Flips images {@code (batch, height, width, channels)} during training, each with probability 0.5.
 */
public final class RandomFlip extends RandomImageLayer<RandomFlip> {
  /** In which direction. */
  public enum Mode {
    /** From left to right. */
    HORIZONTAL,
    /** From top to bottom. */
    VERTICAL,
    /**
     * Both at once, as in Keras: half of the images are rotated by 180 degrees, the others are
     * unchanged.
     */
    HORIZONTAL_AND_VERTICAL
  }

  private final Mode mode;

  /** Creates the layer. */
  public RandomFlip(Mode mode) {
    this.mode = Require.given("RandomFlip", "mode", mode);
  }

  static RandomFlip from(Settings s) {
    return new RandomFlip(s.getEnum("mode", Mode.HORIZONTAL_AND_VERTICAL)).readCommon(s);
  }

  @Override
  Value change(Call call, Value x) {
    Value flip = Ops.lessEqual(uniform(call, x, 0, 0, 1), 0.5f);
    Value turned = x;
    if (mode != Mode.VERTICAL) {
      turned = Ops.where(flip, Ops.flip(turned, 2), turned);
    }
    if (mode != Mode.HORIZONTAL) {
      turned = Ops.where(flip, Ops.flip(turned, 1), turned);
    }
    return turned;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("mode", mode.name().toLowerCase(Locale.ROOT));
    putSeed(config);
    putDataFormat(config);
    return config;
  }
}
