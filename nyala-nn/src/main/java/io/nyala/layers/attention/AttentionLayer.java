// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.RandomLayer;
import io.nyala.layers.regularization.Dropout;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * Base class of attention layers, with their common settings: causal mask, attention scores as
 * output, and dropout. The mask of the query is passed on with the output.
 *
 * @param <L> the concrete layer type
 */
public abstract class AttentionLayer<L extends AttentionLayer<L>> extends RandomLayer<L> {
  final CallOptions options = new CallOptions(this);
  private double dropout;

  AttentionLayer() {}

  final L readDropout(Settings s) {
    dropout = s.getDouble("dropout", 0);
    return readSeed(s);
  }

  /** Sets the fraction of the attention weights to drop during training; default 0. */
  public L dropout(double newDropout) {
    L self = unbuilt();
    dropout = Require.rate(className(), newDropout);
    return self;
  }

  /** Sets whether each query step attends only to values up to its own position; default false. */
  public L useCausalMask(boolean newUseCausalMask) {
    L self = unbuilt();
    options.causal(newUseCausalMask);
    return self;
  }

  /** Sets whether the attention weights are returned as a second output; default false. */
  public L returnAttentionScores(boolean newReturnAttentionScores) {
    L self = unbuilt();
    options.scores(newReturnAttentionScores);
    return self;
  }

  final boolean drops() {
    return dropout > 0;
  }

  /** Applies dropout to the weights during training. */
  final Value dropped(Call call, Value weights) {
    return call.training() && drops() ? Dropout.drop(weights, dropout, stream(call)) : weights;
  }

  @Override
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    return output == 0 ? call.mask(inputs.get(0)) : null;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("dropout", dropout);
    putSeed(config);
    return config;
  }
}
