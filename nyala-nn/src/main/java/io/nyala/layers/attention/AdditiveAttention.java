// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import static io.nyala.initializers.Initializers.glorotUniform;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;

/**
 * Attention whose scores are {@code sum(scale * tanh(query + key))} (Bahdanau et al. 2015).
 *
 * <p>Weights: scale {@code (dim,)}, Glorot uniform, unless disabled by {@link #useScale}. Uses
 * memory for {@code to * from * dim} numbers per sample.
 */
public final class AdditiveAttention extends SequenceAttention<AdditiveAttention> {
  private Weight scale;

  /** Creates the layer, with a scale. */
  public AdditiveAttention() {
    super(true);
  }

  static AdditiveAttention from(Settings s) {
    return new AdditiveAttention().readAttention(s);
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    check(inputShapes);
    if (usesScale()) {
      Shape dim = Shape.of(inputShapes.get(0).last());
      scale = addWeight("scale", dim, glorotUniform(), true, null, null);
    }
  }

  @Override
  Value scores(Call call, Value query, Value key) {
    Value bent = Ops.tanh(pairs(query, key));
    return StandIn.sumLast(scale == null ? bent : Ops.multiply(bent, call.read(scale)));
  }

  /** Returns the sums of all pairs of query and key steps. */
  static Value pairs(Value query, Value key) {
    return Ops.add(StandIn.expandDims(query, 2), StandIn.expandDims(key, 1));
  }
}
