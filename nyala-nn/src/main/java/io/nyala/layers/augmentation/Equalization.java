// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Equalizes the histogram of each channel of images {@code (batch, height, width, channels)} during
 * training, so that all values become about equally frequent. As in Keras, the histogram is that of
 * the whole batch. It has no gradient.
 */
public final class Equalization extends SpatialLayer<Equalization> {
  private Range values = Range.BYTES;
  private int bins = 256;

  /** Creates the layer. */
  public Equalization() {
    super(2);
  }

  static Equalization from(Settings s) {
    Equalization layer = new Equalization().readDataFormat(s).bins(s.getInt("bins", 256));
    layer.values = Range.readValues(s);
    return layer;
  }

  /** Sets the range of pixel values; default 0 to 255. */
  public Equalization valueRange(double from, double to) {
    unbuilt().values = Range.ofValues(className(), from, to);
    return this;
  }

  /** Sets the number of bins of the histogram; default 256. */
  public Equalization bins(int number) {
    unbuilt().bins = Require.positive("Equalization", "bins", number);
    return this;
  }

  @Override
  protected Value call(Call call, Value input) {
    return call.training() ? leave(equalize(enter(input), values, bins)) : floats(input);
  }

  static Value equalize(Value x, Range values, int bins) {
    Value bytes = values.scale(x, Range.BYTES);
    List<Value> channels = new ArrayList<>();
    for (int c = 0; c < x.shape().dim(3); c++) {
      channels.add(channel(Ops.slice(bytes, 3, c, 1), bins));
    }
    return Range.BYTES.scale(Ops.stopGradient(Ops.concatenate(channels, 3)), values);
  }

  private static Value channel(Value x, int bins) {
    float most = (float) Range.BYTES.high();
    int pixels = x.shape().size();
    Value flat = Ops.reshape(x, Shape.of(pixels));
    Value counted = bin(Ops.divide(Ops.multiply(flat, bins - 1), most), bins);
    Value zeros = Ops.constant(Tensor.zeros(Shape.of(bins)));
    Value ones = Ops.constant(Tensor.full(Shape.of(pixels), 1));
    Value histogram = Ops.scatterAdd(zeros, counted, ones);
    Value filled = Ops.sum(Ops.cast(Ops.greater(histogram, 0), DType.FLOAT32));
    Value below = Ops.cumSum(histogram, 0);
    Value first = Ops.min(Ops.where(Ops.greater(below, 0), below, Ops.constant((float) pixels)));
    Value range = Ops.maximum(Ops.subtract((float) pixels, first), 1);
    Value table = Ops.divide(Ops.multiply(Ops.subtract(below, first), most), range);
    table = Range.BYTES.clip(Ops.round(table));
    Value looked = Ops.gather(table, bin(Ops.multiply(Ops.divide(flat, most), bins - 1), bins));
    Value equal = Ops.where(Ops.lessEqual(filled, 1), flat, looked);
    return Ops.reshape(equal, x.shape());
  }

  private static Value bin(Value scaled, int bins) {
    return Ops.cast(Ops.clip(scaled, 0, bins - 1), DType.INT32);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("bins", bins);
    config.put("value_range", values.form());
    putDataFormat(config);
    return config;
  }
}
