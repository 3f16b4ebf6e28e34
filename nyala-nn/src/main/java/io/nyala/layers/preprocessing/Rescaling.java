// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code x * scale + offset}, each one number or one for each position of the last axis. */
public final class Rescaling extends ChainedLayer<Rescaling> {
  private final double[] scale;
  private final double[] offset;

  /**
   * Creates the layer.
   *
   * @param scale for example {@code 1 / 255.0} for pixels
   * @param offset added after scaling, 0 by default
   */
  public Rescaling(double scale, double offset) {
    this(new double[] {scale}, new double[] {offset});
  }

  /**
   * Creates the layer with numbers for each channel.
   *
   * @param scale one number, or one for each channel
   * @param offset one number, or one for each channel
   */
  public Rescaling(double[] scale, double[] offset) {
    this.scale = Require.given("Rescaling", "scale", scale).clone();
    this.offset = Require.given("Rescaling", "offset", offset).clone();
  }

  static Rescaling from(Settings s) {
    double[] offset = s.has("offset") ? s.getDoubles("offset") : new double[] {0};
    return new Rescaling(s.getDoubles("scale"), offset);
  }

  @Override
  protected Value call(Call call, Value x) {
    Value floats = Ops.cast(x, DType.FLOAT32);
    return Ops.add(Ops.multiply(floats, constant(scale)), constant(offset));
  }

  private static Value constant(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    Shape shape = floats.length == 1 ? Shape.scalar() : Shape.of(floats.length);
    return Ops.constant(Tensor.of(shape, floats));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("scale", form(scale));
    config.put("offset", form(offset));
    return config;
  }

  private static Object form(double... values) {
    List<Double> list = Arrays.stream(values).boxed().toList();
    return list.size() == 1 ? list.get(0) : list;
  }
}
