// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.layers.base.Call;
import io.nyala.layers.core.EinsumDense;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Multi-head attention, in which each head has its own query, key and value. Output {@code (batch,
 * to, features of the query)}, or the shape set by {@link #outputShape}.
 *
 * <p>Weights: query and key {@code (in, heads, keyDim)}, value {@code (in, heads, valueDim)},
 * attention_output {@code (heads, valueDim, out)}, each a kernel and a bias.
 */
public final class MultiHeadAttention extends HeadedAttention<MultiHeadAttention> {
  private static final String NAME = "MultiHeadAttention";

  private final int numHeads;
  private final int keyDim;
  private int valueDim;
  private Shape outputShape;
  private int[] attentionAxes;

  /**
   * Creates the layer.
   *
   * @param numHeads the number of heads
   * @param keyDim the size of each head's queries and keys, and of its values unless set by {@link
   *     #valueDim}
   */
  public MultiHeadAttention(int numHeads, int keyDim) {
    this.numHeads = Require.positive(NAME, "num_heads", numHeads);
    this.keyDim = Require.positive(NAME, "key_dim", keyDim);
    this.valueDim = keyDim;
  }

  static MultiHeadAttention from(Settings s) {
    MultiHeadAttention layer =
        new MultiHeadAttention(s.getInt("num_heads"), s.getInt("key_dim")).readHeaded(s);
    if (s.has("value_dim")) {
      layer.valueDim(s.getInt("value_dim"));
    }
    if (s.has("output_shape")) {
      layer.outputShape(s.getInts("output_shape"));
    }
    if (s.has("attention_axes")) {
      layer.attentionAxes(s.getInts("attention_axes"));
    }
    return layer;
  }

  /** Sets the size of each head's values; default {@code keyDim}. */
  public MultiHeadAttention valueDim(int newValueDim) {
    unbuilt().valueDim = Require.positive(NAME, "value_dim", newValueDim);
    return this;
  }

  /** Sets the output's extents after the step axes; default those of the query. */
  public MultiHeadAttention outputShape(int... newOutputShape) {
    unbuilt().outputShape = Shape.of(Require.given(className(), "output_shape", newOutputShape));
    return this;
  }

  /**
   * Sets the axes over which attention is computed; default all axes between batch and features.
   */
  public MultiHeadAttention attentionAxes(int... newAttentionAxes) {
    unbuilt().attentionAxes =
        Require.given(className(), "attention_axes", newAttentionAxes).clone();
    return this;
  }

  @Override
  void buildHeads(Shape queryShape, Shape valueShape, Shape keyShape) {
    int rank = queryShape.rank();
    attentionAxes =
        attentionAxes == null
            ? IntStream.range(1, rank - 1).toArray()
            : Arrays.stream(attentionAxes).map(queryShape::axis).toArray();
    Shape seen = queryShape.drop(-1).concat(Shape.of(numHeads, valueDim));
    projections(
        List.of(queryShape, keyShape, valueShape, seen),
        projection(rank, 1, Shape.of(numHeads, keyDim)),
        projection(rank, 1, Shape.of(numHeads, keyDim)),
        projection(rank, 1, Shape.of(numHeads, valueDim)),
        projection(rank, 1, Shape.of(numHeads, valueDim)),
        projection(rank, 2, outputShape == null ? Shape.of(queryShape.last()) : outputShape));
  }

  /** Returns a layer that projects the last {@code bound} axes to axes of this shape. */
  private static EinsumDense projection(int rank, int bound, Shape out) {
    String free = letters(0, rank - 1);
    String summed = letters(rank - 1, bound);
    String units = letters(rank - 1 + bound, out.rank());
    Shape whole = out;
    for (int i = 1; i < rank - 1; i++) {
      whole = whole.insert(0, Shape.UNKNOWN);
    }
    return new EinsumDense(free + summed + "," + summed + units + "->" + free + units, whole)
        .biasAxes(units);
  }

  private static String letters(int from, int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      letters.append((char) ('a' + i));
    }
    return letters.toString();
  }

  @Override
  List<Value> attend(Call call, Value q, Value k, Value v, Value mask) {
    Shape to = extents(q.shape(), attentionAxes);
    Shape from = extents(k.shape(), attentionAxes);
    Value spread = mask == null ? null : spread(mask, q.shape().rank(), to, from);
    List<Value> weighed =
        weigh(call, headsFirst(q), headsFirst(k), headsFirst(v), spread, q.shape().rank() != 4);
    Value seen = weighed.get(0);
    Shape batch = seen.shape().slice(0, seen.shape().rank() - 2);
    Value split = StandIn.reshape(seen, batch.concat(to).concat(Shape.of(valueDim)));
    int[] order = order(q.shape().rank());
    int[] back = new int[order.length];
    IntStream.range(0, order.length).forEach(i -> back[order[i]] = i);
    return List.of(
        Ops.transpose(split, back), StandIn.reshape(weighed.get(1), batch.concat(to).concat(from)));
  }

  /** Returns the axes in the order batch, others, heads, attention axes, features. */
  private int[] order(int rank) {
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, rank - 1)
        .filter(i -> Arrays.stream(attentionAxes).noneMatch(a -> a == i))
        .forEach(order::add);
    Arrays.stream(attentionAxes).forEach(order::add);
    order.add(rank - 1);
    return order.stream().mapToInt(i -> i).toArray();
  }

  /** Returns {@code (batch, ..., heads, steps, dim)}, with the attention axes merged into one. */
  private Value headsFirst(Value x) {
    Value ordered = Ops.transpose(x, order(x.shape().rank()));
    Shape s = ordered.shape();
    int batch = s.rank() - 1 - attentionAxes.length;
    int steps = count(s.slice(batch, s.rank() - 1));
    return StandIn.reshape(ordered, s.slice(0, batch).concat(Shape.of(steps, s.last())));
  }

  /** Expands a mask {@code (batch, ..., to, from)} to {@code (batch, ..., heads, to, from)}. */
  private Value spread(Value mask, int rank, Shape to, Shape from) {
    int steps = 2 * attentionAxes.length;
    Shape s = mask.shape();
    if (s.rank() < steps) {
      throw new ShapeException(
          "an attention mask for %d axes must have %d, got %s; masks of steps and causal ones need a single axis"
              .formatted(attentionAxes.length, steps + 1, s));
    }
    Value one = mask;
    if (attentionAxes.length > 1) {
      Shape batch = s.slice(0, s.rank() - steps);
      one = StandIn.reshape(mask, batch.concat(Shape.of(count(to), count(from))));
    }
    int wanted = rank - attentionAxes.length + 1;
    while (one.shape().rank() < wanted) {
      one = StandIn.expandDims(one, one.shape().rank() - 2);
    }
    return one;
  }

  private static Shape extents(Shape shape, int... axes) {
    return Shape.of(Arrays.stream(axes).map(shape::dim).toArray());
  }

  private static int count(Shape shape) {
    return shape.isKnown() ? shape.size() : Shape.UNKNOWN;
  }

  @Override
  public boolean keepsQueryMask() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("num_heads", numHeads);
    config.put("key_dim", keyDim);
    config.put("value_dim", valueDim);
    config.put("output_shape", outputShape == null ? null : ShapeForm.of(outputShape));
    config.put(
        "attention_axes",
        attentionAxes == null ? null : Arrays.stream(attentionAxes).boxed().toList());
    return config;
  }
}
