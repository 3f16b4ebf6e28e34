// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import io.nyala.layers.attention.HeadedAttention;
import io.nyala.layers.attention.MultiHeadAttention;
import io.nyala.layers.attention.SequenceAttention;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerCall;
import io.nyala.layers.base.MaskUse;
import io.nyala.layers.base.MaskUse.After;
import io.nyala.layers.merging.Maximum;
import io.nyala.layers.merging.Minimum;
import io.nyala.layers.merging.Multiply;
import io.nyala.layers.normalization.BatchNormalization;
import io.nyala.layers.pooling.GlobalAveragePooling1D;
import io.nyala.layers.recurrent.Bidirectional;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.layers.recurrent.TimeDistributed;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A call with explicit masks, so that Keras uses the same masks. */
final class MaskNames {
  private static final int QUERY = 0;
  private static final int VALUE = 1;
  private static final int ATTENTION_MASK = 3;

  private final Layer layer;
  private final List<Value> operands;
  private final List<Value> given = new ArrayList<>();
  private final List<Integer> sources = new ArrayList<>();
  private final After after;

  /**
   * Passes the masks explicitly.
   *
   * @param used the mask of each operand in this library, or null
   * @param usedByKeras the masks that Keras uses if none are passed
   */
  MaskNames(LayerCall call, List<Value> operands, List<Value> used, List<Value> usedByKeras) {
    this.layer = call.layer();
    this.operands = new ArrayList<>(operands);
    boolean heads = layer instanceof HeadedAttention<?>;
    this.after = heads ? After.PASS : After.FOLLOW;
    boolean query =
        layer instanceof MultiHeadAttention && used.get(QUERY) != usedByKeras.get(QUERY);
    if (query && used.get(QUERY) != null) {
      // Keras has no argument for this one, but accepts an attention mask.
      lookOnly(used.get(QUERY));
    }
    int ways = heads ? Math.min(used.size(), ATTENTION_MASK) : used.size();
    // In the order of the names, as Keras traverses them: key, query, value.
    List<Integer> order = heads ? List.of(2, QUERY, VALUE) : range(ways);
    for (int i = 0; i < this.operands.size(); i++) {
      sources.add(MaskUse.TRAVELS);
    }
    for (int i : order) {
      if (i < ways && used.get(i) != null && !(i == QUERY && layer instanceof MultiHeadAttention)) {
        sources.set(i, given.size());
        given.add(used.get(i));
      }
    }
  }

  private static List<Integer> range(int n) {
    List<Integer> range = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      range.add(i);
    }
    return range;
  }

  private void lookOnly(Value mask) {
    Value column = SymbolicMasks.operation("ExpandDims", Map.of("axis", -1), mask);
    if (operands.size() == 2) {
      operands.add(operands.get(VALUE));
    }
    if (operands.size() > ATTENTION_MASK) {
      Value before = operands.get(ATTENTION_MASK);
      Value bools =
          before.dtype() == DType.BOOL
              ? before
              : SymbolicMasks.operation("Cast", Map.of("dtype", "bool"), before);
      operands.set(ATTENTION_MASK, Ops.and(bools, column));
    } else {
      operands.add(column);
    }
  }

  LayerCall call() {
    return new LayerCall(layer, new MaskUse(sources, after));
  }

  List<Value> inputs() {
    List<Value> inputs = new ArrayList<>(operands);
    inputs.addAll(given);
    return inputs;
  }

  /**
   * Returns whether masks can be passed to a call of a layer.
   *
   * @param models returns whether a layer is a model
   */
  static boolean takes(Layer layer, Predicate<Layer> models) {
    return layer instanceof Recurrent<?>
        || layer instanceof Bidirectional
        || layer instanceof HeadedAttention<?>
        || layer instanceof SequenceAttention<?>
        || layer instanceof TimeDistributed
        || layer instanceof GlobalAveragePooling1D
        || layer instanceof BatchNormalization
        || models.test(layer);
  }

  /**
   * Returns whether the result of a layer depends on masks.
   *
   * @param models returns whether a layer is a model
   */
  static boolean uses(Layer layer, Predicate<Layer> models) {
    return takes(layer, models)
        || layer instanceof Multiply
        || layer instanceof Maximum
        || layer instanceof Minimum;
  }
}
