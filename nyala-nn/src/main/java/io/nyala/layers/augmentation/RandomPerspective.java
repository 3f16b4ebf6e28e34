// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.images.FillMode;
import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Moves the corners of images {@code (batch, height, width, channels)} at random during training,
 * as if they were seen from another place. The upper left corner stays, as in Keras.
 */
public final class RandomPerspective extends RandomImageLayer<RandomPerspective> {
  private final Range factor;
  private double scale = 1;
  private Interpolation interpolation = Interpolation.BILINEAR;
  private double fillValue;

  /**
   * Creates the layer.
   *
   * @param factor the probability of an image is itself drawn from 0 to this number; 1 in Keras
   */
  public RandomPerspective(double factor) {
    this(Range.around("RandomPerspective", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range of probabilities. */
  public RandomPerspective(double from, double to) {
    this(Range.between("RandomPerspective", "factor", from, to, 0, 1));
  }

  private RandomPerspective(Range factor) {
    this.factor = factor;
  }

  static RandomPerspective from(Settings s) {
    RandomPerspective layer = new RandomPerspective(Range.read(s, "factor", 1, 0, 1)).readCommon(s);
    layer.fillValue = s.getDouble("fill_value", 0);
    return layer
        .scale(s.getDouble("scale", 1))
        .interpolation(s.getEnum("interpolation", Interpolation.BILINEAR));
  }

  /**
   * Sets how far corners move: up to half of this share of their coordinates; from 0 to 1, the
   * default.
   */
  public RandomPerspective scale(double share) {
    unbuilt().scale = Require.fraction("RandomPerspective", "scale", share);
    return this;
  }

  /** Sets the interpolation: bilinear (the default) or nearest. */
  public RandomPerspective interpolation(Interpolation how) {
    unbuilt().interpolation = RandomAffineLayer.simple("RandomPerspective", how);
    return this;
  }

  /** Sets the value of points beyond the edges; default 0. */
  public RandomPerspective fill(double value) {
    unbuilt().fillValue = value;
    return this;
  }

  @Override
  Value change(Call call, Value x) {
    Value happens = happens(call, x, 0, factor);
    Value[] moves = new Value[4];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = Ops.add(uniform(call, x, 2 + i, -scale / 2, scale / 2), 1);
    }
    return Ops.where(happens, project(x, moves), x);
  }

  /**
   * Projects the images.
   *
   * @param moves factors for the coordinates of the corners that are not 0: the column of the upper
   *     right one, the row of the lower left one, column and row of the lower right one; {@code
   *     (batch, 1, 1, 1)} each
   */
  Value project(Value x, Value... moves) {
    float width = x.shape().dim(2) - 1;
    float height = x.shape().dim(1) - 1;
    // The corners in order: upper left (0, 0), upper right, lower right, lower left.
    Value x1 = Ops.multiply(moves[0], width);
    Value y3 = Ops.multiply(moves[1], height);
    Value x2 = Ops.multiply(moves[2], width);
    Value y2 = Ops.multiply(moves[3], height);
    // The projection of the unit square to these corners (Heckbert 1989), with x0 = y0 = y1 = x3 =
    // 0.
    Value dx1 = Ops.subtract(x1, x2);
    Value dx2 = Ops.negate(x2);
    Value sx = Ops.subtract(x2, x1);
    Value dy1 = Ops.negate(y2);
    Value dy2 = Ops.subtract(y3, y2);
    Value sy = Ops.subtract(y2, y3);
    Value bottom = cross(dx1, dy2, dx2, dy1);
    Value g = Ops.divide(cross(sx, dy2, dx2, sy), bottom);
    Value h = Ops.divide(cross(dx1, sy, sx, dy1), bottom);
    Value a = Ops.multiply(x1, Ops.add(g, 1));
    Value e = Ops.multiply(y3, Ops.add(h, 1));
    // Its inverse, up to a factor: ((e, 0, 0), (0, a, 0), (-e g, -a h, a e)).
    Value columns = AffineSampling.columns(x.shape());
    Value rows = AffineSampling.rows(x.shape());
    Value across = Ops.multiply(e, columns);
    Value down = Ops.multiply(a, rows);
    Value depth =
        Ops.subtract(Ops.multiply(a, e), Ops.add(Ops.multiply(g, across), Ops.multiply(h, down)));
    boolean nearest = interpolation == Interpolation.NEAREST;
    return new AffineSampling(nearest, FillMode.CONSTANT, (float) fillValue)
        .sample(
            x,
            Ops.divide(Ops.multiply(across, width), depth),
            Ops.divide(Ops.multiply(down, height), depth));
  }

  private static Value cross(Value a, Value b, Value c, Value d) {
    return Ops.subtract(Ops.multiply(a, b), Ops.multiply(c, d));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("factor", factor.form());
    config.put("scale", scale);
    config.put("interpolation", interpolation.kerasName());
    config.put("fill_value", fillValue);
    putSeed(config);
    putDataFormat(config);
    return config;
  }
}
