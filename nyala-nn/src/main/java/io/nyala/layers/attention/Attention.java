// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import static io.nyala.initializers.Initializers.ones;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Dot-product attention (Luong et al. 2015). It has no weights unless {@link #useScale} adds a
 * trained scalar, initially 1.
 */
public final class Attention extends SequenceAttention<Attention> {
  /** How the score of two vectors is computed. */
  public enum ScoreMode {
    /** Their dot product. */
    DOT,
    /** The sum of {@code tanh(query + key)}, multiplied by a trained scalar. */
    CONCAT
  }

  private ScoreMode scoreMode = ScoreMode.DOT;
  private Weight scale;
  private Weight concatScoreWeight;

  /** Creates the layer with dot products and no scale. */
  public Attention() {
    super(false);
  }

  static Attention from(Settings s) {
    return new Attention().readAttention(s).scoreMode(s.getEnum("score_mode", ScoreMode.DOT));
  }

  /** Sets how scores are computed; default dot product. */
  public Attention scoreMode(ScoreMode newScoreMode) {
    unbuilt().scoreMode = Require.given(className(), "score_mode", newScoreMode);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    check(inputShapes);
    if (usesScale()) {
      scale = addWeight("scale", Shape.scalar(), ones(), true, null, null);
    }
    if (scoreMode == ScoreMode.CONCAT) {
      concatScoreWeight =
          addWeight("concat_score_weight", Shape.scalar(), ones(), true, null, null);
    }
  }

  @Override
  Value scores(Call call, Value query, Value key) {
    if (scoreMode == ScoreMode.DOT) {
      return scaled(call, Ops.matmul(query, key, false, true));
    }
    Value sums = scaled(call, AdditiveAttention.pairs(query, key));
    return Ops.multiply(call.read(concatScoreWeight), StandIn.sumLast(Ops.tanh(sums)));
  }

  private Value scaled(Call call, Value x) {
    return scale == null ? x : Ops.multiply(x, call.read(scale));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("score_mode", scoreMode.name().toLowerCase(Locale.ROOT));
    return config;
  }
}
