// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Blurs images {@code (batch, height, width, channels)} at random during training. All images of a
 * batch that are blurred are blurred alike. Pixels beyond the edges count as 0.
 */
public final class RandomGaussianBlur extends RandomColorLayer<RandomGaussianBlur> {
  private static final float LEAST = 1e-6f;

  private int[] size = {3, 3};
  private Range sigma = new Range(0, 1);

  /**
   * Creates the layer.
   *
   * @param factor the probability of an image is itself drawn from 0 to this number; 1 in Keras
   */
  public RandomGaussianBlur(double factor) {
    super(Range.around("RandomGaussianBlur", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range of probabilities. */
  public RandomGaussianBlur(double from, double to) {
    super(Range.between("RandomGaussianBlur", "factor", from, to, 0, 1));
  }

  private RandomGaussianBlur(Range factor) {
    super(factor);
  }

  static RandomGaussianBlur from(Settings s) {
    RandomGaussianBlur layer =
        new RandomGaussianBlur(Range.read(s, "factor", 1, 0, 1)).readRange(s);
    layer.sigma = Range.read(s, "sigma", 1, 0, 1);
    double[] kernel = s.has("kernel_size") ? s.getDoubles("kernel_size") : new double[] {3};
    return layer.kernelSize((int) kernel[0], (int) kernel[kernel.length - 1]);
  }

  /**
   * Sets the size of the kernel in pixels; default 3.
   *
   * @throws IllegalArgumentException unless it is odd
   */
  public RandomGaussianBlur kernelSize(int pixels) {
    return kernelSize(pixels, pixels);
  }

  /** Sets the width and the height of the kernel in pixels, both odd. */
  public RandomGaussianBlur kernelSize(int width, int height) {
    if (width < 1 || height < 1 || width % 2 == 0 || height % 2 == 0) {
      throw new IllegalArgumentException(
          "RandomGaussianBlur: kernel_size must be odd numbers, got " + width + ", " + height);
    }
    unbuilt().size = new int[] {width, height};
    return this;
  }

  /**
   * Sets the range of the standard deviation in pixels, from 0 to 1; default 0 to 1. Width and
   * height are drawn separately.
   */
  public RandomGaussianBlur sigma(double from, double to) {
    unbuilt().sigma = Range.between("RandomGaussianBlur", "sigma", from, to, 0, 1);
    return this;
  }

  @Override
  Value change(Call call, Value x) {
    Value happens = happens(call, x, 0, factor());
    Value across = uniform(call, Shape.scalar(), 2, sigma.low(), sigma.high());
    Value down = uniform(call, Shape.scalar(), 3, sigma.low(), sigma.high());
    return blur(x, happens, Ops.add(across, LEAST), Ops.add(down, LEAST));
  }

  /** Blurs the images where it happens, with these standard deviations. */
  Value blur(Value x, Value happens, Value across, Value down) {
    int channels = x.shape().dim(3);
    // Keras fills the kernel, height first, with rows of another length if the sizes differ.
    Value outer =
        Ops.multiply(
            Ops.reshape(bell(size[1], down), Shape.of(size[1], 1)),
            Ops.reshape(bell(size[0], across), Shape.of(1, size[0])));
    Shape kernel = Shape.of(size[0], size[1], 1, 1);
    Value all =
        Ops.broadcastTo(Ops.reshape(outer, kernel), Shape.of(size[0], size[1], channels, 1));
    Value blurred = Ops.depthwiseConvolution(x, all, Window.of(size[0], size[1]).same(x.shape()));
    return cut(Ops.where(happens, blurred, x));
  }

  private static Value bell(int size, Value sigma) {
    float[] places = new float[size];
    for (int i = 0; i < size; i++) {
      places[i] = i - (size - 1) / 2f;
    }
    Value z = Ops.divide(Ops.constant(Tensor.vector(places)), sigma);
    Value bell = Ops.exp(Ops.multiply(Ops.square(z), -0.5f));
    return Ops.divide(bell, Ops.sum(bell));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("kernel_size", List.of(size[0], size[1]));
    config.put("sigma", sigma.form());
    return config;
  }
}
