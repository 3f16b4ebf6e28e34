// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.layers.base.Call;
import io.nyala.layers.core.EinsumDense;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;

/**
 * Grouped-query attention: each head has its own query, while keys and values are shared within
 * groups of heads (Ainslie et al. 2023). Output {@code (batch, to, features of the query)}.
 *
 * <p>Weights: query {@code (in, queryHeads, headDim)}, key and value {@code (in, keyValueHeads,
 * headDim)}, attention_output {@code (queryHeads, headDim, out)}, each a kernel and a bias.
 */
public final class GroupQueryAttention extends HeadedAttention<GroupQueryAttention> {
  private static final String NAME = "GroupQueryAttention";

  private final int headDim;
  private final int numQueryHeads;
  private final int numKeyValueHeads;

  /**
   * Creates the layer.
   *
   * @param headDim the size of each head's vectors
   * @param numQueryHeads the number of query heads, a multiple of {@code numKeyValueHeads}
   * @param numKeyValueHeads the number of key and value heads
   */
  public GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads) {
    this.headDim = Require.positive(NAME, "head_dim", headDim);
    this.numQueryHeads = Require.positive(NAME, "num_query_heads", numQueryHeads);
    this.numKeyValueHeads = Require.positive(NAME, "num_key_value_heads", numKeyValueHeads);
    if (numQueryHeads % numKeyValueHeads != 0) {
      throw new IllegalArgumentException(
          NAME
              + ": num_query_heads %d must be a multiple of num_key_value_heads %d"
                  .formatted(numQueryHeads, numKeyValueHeads));
    }
  }

  static GroupQueryAttention from(Settings s) {
    return new GroupQueryAttention(
            s.getInt("head_dim"), s.getInt("num_query_heads"), s.getInt("num_key_value_heads"))
        .readHeaded(s);
  }

  @Override
  void buildHeads(Shape queryShape, Shape valueShape, Shape keyShape) {
    if (queryShape.rank() != 3) {
      throw new ShapeException("expected inputs (batch, time, features)");
    }
    Shape seen = queryShape.drop(-1).concat(Shape.of(numQueryHeads, headDim));
    projections(
        List.of(queryShape, keyShape, valueShape, seen),
        heads("bqm,muh->bquh", "uh", numQueryHeads),
        heads("bkm,mvh->bkvh", "vh", numKeyValueHeads),
        heads("bqm,muh->bquh", "uh", numQueryHeads),
        heads("bkm,mvh->bkvh", "vh", numKeyValueHeads),
        new EinsumDense("bquh,uhm->bqm", Shape.UNKNOWN, queryShape.last()).biasAxes("m"));
  }

  private EinsumDense heads(String equation, String biasAxes, int heads) {
    return new EinsumDense(equation, Shape.UNKNOWN, heads, headDim).biasAxes(biasAxes);
  }

  @Override
  List<Value> attend(Call call, Value q, Value k, Value v, Value mask) {
    Value spread = mask;
    while (spread != null && spread.shape().rank() < 4) {
      spread = StandIn.expandDims(spread, spread.shape().rank() - 2);
    }
    List<Value> weighed = weigh(call, headsFirst(q), shared(k), shared(v), spread, false);
    return List.of(Ops.transpose(weighed.get(0), 0, 2, 1, 3), weighed.get(1));
  }

  private static Value headsFirst(Value x) {
    return Ops.transpose(x, 0, 2, 1, 3);
  }

  /** Repeats each key or value head for all query heads of its group. */
  private Value shared(Value x) {
    Value heads = headsFirst(x);
    int times = numQueryHeads / numKeyValueHeads;
    Value wide = StandIn.expandDims(heads, 2);
    Value repeated = Ops.broadcastTo(wide, wide.shape().with(2, times));
    return StandIn.reshape(repeated, heads.shape().with(1, numQueryHeads));
  }

  @Override
  public boolean keepsQueryMask() {
    return false;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("head_dim", headDim);
    config.put("num_query_heads", numQueryHeads);
    config.put("num_key_value_heads", numKeyValueHeads);
    return config;
  }
}
