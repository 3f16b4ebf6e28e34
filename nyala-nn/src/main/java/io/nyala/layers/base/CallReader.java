// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.layers.base.MaskUse.After;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes calls of layers that Keras wrote. Keras 3 decides call by call which masks are used: one
 * that the call names; else, if the call has a single argument, those that travel with it; else
 * those of the arguments for which the layer has a mask of their own, as attention for its query,
 * value and key. In Keras 2 all masks travel unless one is named.
 */
public final class CallReader {
  private static final String KEY = "key";

  private final Layer layer;
  private final boolean keras3;
  private final Map<String, Object> masks = new TreeMap<>();
  private final List<Value> positional = new ArrayList<>();
  private final Map<String, Object> named = new LinkedHashMap<>();
  private int arguments;

  private CallReader(Layer layer, boolean keras3) {
    this.layer = layer;
    this.keras3 = keras3;
  }

  /**
   * Applies a layer.
   *
   * @param args values, plain things and lists of them, as Keras wrote them
   * @param kwargs the same by name
   * @param keras3 whether masks go by the rule of Keras 3
   */
  public static List<Value> apply(
      Layer layer, List<Object> args, Map<String, Object> kwargs, boolean keras3) {
    CallReader reader = new CallReader(layer, keras3);
    // Keras 2 lists the operands, whatever arguments they are.
    List<String> names = keras3 ? layer.argumentNames() : List.of();
    for (int i = 0; i < args.size(); i++) {
      reader.argument(i < names.size() ? names.get(i) : null, args.get(i), true);
    }
    kwargs.forEach((name, value) -> reader.argument(name, value, false));
    return reader.apply();
  }

  private void argument(String name, Object value, boolean isPositional) {
    List<Value> values = values(value);
    if (name != null && layer.maskNames().contains(name)) {
      // A list of nothing is an answer too: no mask for any of the operands.
      if (!values.isEmpty() || (value instanceof List<?> each && !each.isEmpty())) {
        masks.put(name, value);
      }
      return;
    }
    arguments += values.isEmpty() ? 0 : 1;
    if (isPositional) {
      positional.addAll(values);
    } else {
      named.put(name, values.isEmpty() ? value : values);
    }
  }

  private static List<Value> values(Object part) {
    List<Value> values = new ArrayList<>();
    if (part instanceof Value v) {
      values.add(v);
    } else if (part instanceof List<?> list) {
      list.forEach(each -> values.addAll(values(each)));
    } else if (part instanceof Map<?, ?> map) {
      map.values().forEach(each -> values.addAll(values(each)));
    }
    return values;
  }

  private List<Value> apply() {
    if (positional.isEmpty() && named.isEmpty()) {
      throw new IllegalArgumentException(layer + ": a call has no operands");
    }
    List<Value> inputs = new ArrayList<>(layer.readCall(positional, named));
    boolean heads = layer instanceof NamedMasks;
    if (heads && masks.containsKey("key_mask") && inputs.size() == 2) {
      inputs.add(inputs.get(1));
    }
    int operands = inputs.size();
    List<Integer> sources = new ArrayList<>();
    After after = heads ? headed(inputs, sources) : plain(inputs, sources);
    MaskUse use =
        sources.stream().allMatch(s -> s == MaskUse.TRAVELS) && after == After.FOLLOW
            ? MaskUse.TRAVEL
            : new MaskUse(sources, after);
    layer.buildOn(inputs.subList(0, operands).stream().map(Value::shape).toList());
    return Node.apply(new LayerCall(layer, use), inputs);
  }

  /** Masks by one name, for all operands of the first argument. */
  private After plain(List<Value> inputs, List<Integer> sources) {
    int operands = inputs.size();
    Object mask = masks.get("mask");
    if (mask == null) {
      boolean none = keras3 && arguments > 1;
      sources.addAll(MaskUse.all(operands, none ? MaskUse.NONE : MaskUse.TRAVELS));
      return none ? After.PASS : After.FOLLOW;
    }
    List<?> each = mask instanceof List<?> list ? list : List.of(mask);
    int given = 0;
    for (int i = 0; i < operands; i++) {
      if (i < each.size() && each.get(i) instanceof Value v) {
        inputs.add(v);
        sources.add(given++);
      } else {
        sources.add(i >= each.size() ? MaskUse.TRAVELS : MaskUse.NONE);
      }
    }
    return After.FOLLOW;
  }

  /** Masks of query, value and key, each by a name of its own. */
  private After headed(List<Value> inputs, List<Integer> sources) {
    boolean multi = layer instanceof NamedMasks named && named.keepsQueryMask();
    boolean key = named.containsKey(KEY) || positional.size() > 2;
    int operands = inputs.size();
    List<String> names = List.of("query_mask", "value_mask", "key_mask");
    for (int i = 0; i < operands; i++) {
      sources.add(i == 2 && !key && keras3 ? MaskUse.NONE : MaskUse.TRAVELS);
    }
    int given = 0;
    // In the order of the names, as Keras walks them.
    for (Map.Entry<String, Object> mask : masks.entrySet()) {
      int operand = names.indexOf(mask.getKey());
      // Keras 3 itself takes the mask that travels with the query in place of the one named.
      if (operand < operands && !(multi && operand == 0)) {
        inputs.add(values(mask.getValue()).get(0));
        sources.set(operand, given++);
      }
    }
    return keras3 && multi ? After.TAKE : given > 0 ? After.PASS : After.FOLLOW;
  }
}
