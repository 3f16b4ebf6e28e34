// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Replaces a rectangle of each image by that of another image of the batch during training; labels
 * are mixed by the areas (Yun et al. 2019).
 */
public final class CutMix extends MixingLayer<CutMix> {
  private static final float LEAST = 1e-6f;

  private final Range factor;

  /**
   * Creates the layer.
   *
   * @param factor the parameter of the beta distribution of the areas is drawn from 0 to this
   *     number, for the whole batch; from 0 to 1, the latter in Keras
   */
  public CutMix(double factor) {
    this(Range.around("CutMix", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range for the parameter of the beta distribution. */
  public CutMix(double from, double to) {
    this(Range.between("CutMix", "factor", from, to, 0, 1));
  }

  private CutMix(Range factor) {
    this.factor = factor;
  }

  static CutMix from(Settings s) {
    return new CutMix(Range.read(s, "factor", 1, 0, 1)).readCommon(s);
  }

  @Override
  Mix draw(Call call, Value x) {
    Shape images = x.shape();
    int rows = images.dim(0);
    Value drawn = uniform(call, Shape.scalar(), 0, factor.low(), factor.high());
    Value weight = BetaDraws.beta(rows, Ops.add(drawn, LEAST), which -> key(call, 4 + which));
    Value side = Ops.sqrt(Ops.subtract(1, Ops.reshape(weight, Shape.of(rows, 1, 1, 1))));
    Value left = uniform(call, x, 1, Range.UNIT);
    Value top = uniform(call, x, 2, Range.UNIT);
    Box box = Box.of(images, side, side, left, top);
    Value own = Ops.reshape(Ops.subtract(1, box.share(images)), Shape.of(rows));
    return new Mix(order(call, x, 3), own, box.mask(images));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("factor", factor.form());
    putSeed(config);
    putDataFormat(config);
    return config;
  }
}
