// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Changes brightness, contrast, saturation and hue of images {@code (batch, height, width, 3)}
 * during training, in this order; those that are not set stay as they are.
 *
 * <p>With channels first, Keras 3.15 mistakes the axes of the images here; this layer does not.
 */
public final class RandomColorJitter extends RandomRangeLayer<RandomColorJitter> {
  private Range brightness;
  private Range contrast;
  private Range saturation;
  private Range hue;

  /** Creates a layer that changes nothing yet. */
  public RandomColorJitter() {}

  static RandomColorJitter from(Settings s) {
    RandomColorJitter layer = new RandomColorJitter().readRange(s);
    layer.brightness = read(s, "brightness_factor", -1);
    layer.contrast = read(s, "contrast_factor", 0);
    layer.saturation = read(s, "saturation_factor", 0);
    layer.hue = read(s, "hue_factor", 0);
    return layer;
  }

  private static Range read(Settings s, String setting, double least) {
    return s.has(setting) ? Range.read(s, setting, least, 1) : null;
  }

  /** Sets the range of {@link RandomBrightness}, from -1 to 1. */
  public RandomColorJitter brightness(double from, double to) {
    unbuilt().brightness = between("brightness_factor", from, to, -1);
    return this;
  }

  /** Sets the range of {@link RandomContrast}, from 0 to 1. */
  public RandomColorJitter contrast(double less, double more) {
    unbuilt().contrast = between("contrast_factor", less, more, 0);
    return this;
  }

  /** Sets the range of {@link RandomSaturation}, from 0 to 1. */
  public RandomColorJitter saturation(double from, double to) {
    unbuilt().saturation = between("saturation_factor", from, to, 0);
    return this;
  }

  /** Sets the range of {@link RandomHue}, from 0 to 1. */
  public RandomColorJitter hue(double from, double to) {
    unbuilt().hue = between("hue_factor", from, to, 0);
    return this;
  }

  private static Range between(String setting, double from, double to, double least) {
    return Range.between("RandomColorJitter", setting, from, to, least, 1);
  }

  @Override
  Value change(Call call, Value x) {
    Value y = x;
    if (brightness != null) {
      y = part(new RandomBrightness(brightness.low(), brightness.high()), call, 0).change(call, y);
    }
    if (contrast != null) {
      y = part(new RandomContrast(contrast.low(), contrast.high()), call, 1).change(call, y);
    }
    if (saturation != null) {
      y = part(new RandomSaturation(saturation.low(), saturation.high()), call, 2).change(call, y);
    }
    if (hue != null) {
      y = part(new RandomHue(hue.low(), hue.high()), call, 3).change(call, y);
    }
    return y;
  }

  private <L extends RandomRangeLayer<L>> L part(L layer, Call call, int which) {
    return layer.valueRange(values()).seed(innerSeed(call, which));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("brightness_factor", form(brightness, -1));
    config.put("contrast_factor", form(contrast, 0));
    config.put("saturation_factor", form(saturation, 0));
    config.put("hue_factor", form(hue, 0));
    return config;
  }

  /** Returns Keras's form, which is that of the arguments: one number if it gives the range. */
  private static Object form(Range range, double least) {
    if (range == null) {
      return null;
    }
    return range.low() == Math.max(-range.high(), least) ? (Object) range.high() : range.form();
  }
}
