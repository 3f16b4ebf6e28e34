// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/**
 * Blurs or sharpens images {@code (batch, height, width, channels)} during training. As in Keras,
 * pixels beyond the edges count as 0, which darkens the border of a blurred image.
 */
public final class RandomSharpness extends RandomColorLayer<RandomSharpness> {
  private static final float AROUND = 1 / 13f;
  private static final float CENTRE = 5 / 13f;

  /**
   * Creates the layer.
   *
   * @param factor the largest factor, from 0 to 1: 0 blurs, 0.5 changes nothing, 1 sharpens
   */
  public RandomSharpness(double factor) {
    super(Range.around("RandomSharpness", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range of such factors. */
  public RandomSharpness(double from, double to) {
    super(Range.between("RandomSharpness", "factor", from, to, 0, 1));
  }

  private RandomSharpness(Range factor) {
    super(factor);
  }

  static RandomSharpness from(Settings s) {
    return new RandomSharpness(Range.read(s, "factor", 0, 1)).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    int channels = x.shape().dim(3);
    float[] kernel = new float[9 * channels];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = i / channels == 4 ? CENTRE : AROUND;
    }
    Value smooth =
        Ops.depthwiseConvolution(
            x,
            Ops.constant(Tensor.of(Shape.of(3, 3, channels, 1), kernel)),
            Window.of(3, 3).same(x.shape()));
    Value share = Ops.subtract(1, Ops.multiply(uniform(call, x, 0, factor()), 2));
    return cut(Ops.add(x, Ops.multiply(share, Ops.subtract(smooth, x))));
  }
}
