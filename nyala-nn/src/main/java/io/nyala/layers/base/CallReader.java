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
 * Reads layer calls written by Keras. Keras 3 selects the masks of each call: a mask passed by
 * name; otherwise, if the call has a single argument, the mask attached to it; otherwise the masks
 * attached to arguments that have their own mask argument, such as query, value and key of
 * attention. In Keras 2, all attached masks are used unless one is passed by name.
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
   * @param args values, constants and lists of them, as written by Keras
   * @param kwargs the same, by name
   * @param keras3 whether to use the mask rules of Keras 3
   */
  public static List<Value> apply(
      Layer layer, List<Object> args, Map<String, Object> kwargs, boolean keras3) {
    CallReader reader = new CallReader(layer, keras3);
    // Keras 2 lists all operands together, regardless of their arguments.
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
      // An empty list is valid too: no operand has a mask.
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

  /** Reads masks passed under one name for all operands of the first argument. */
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

  /** Reads masks of query, value and key, each passed under its own name. */
  private After headed(List<Value> inputs, List<Integer> sources) {
    boolean multi = layer instanceof NamedMasks named && named.keepsQueryMask();
    boolean key = named.containsKey(KEY) || positional.size() > 2;
    int operands = inputs.size();
    List<String> names = List.of("query_mask", "value_mask", "key_mask");
    for (int i = 0; i < operands; i++) {
      sources.add(i == 2 && !key && keras3 ? MaskUse.NONE : MaskUse.TRAVELS);
    }
    int given = 0;
    // In the order of the names, as in Keras.
    for (Map.Entry<String, Object> mask : masks.entrySet()) {
      int operand = names.indexOf(mask.getKey());
      // Keras 3 itself uses the mask attached to the query instead of the one passed by name.
      if (operand < operands && !(multi && operand == 0)) {
        inputs.add(values(mask.getValue()).get(0));
        sources.set(operand, given++);
      }
    }
    return keras3 && multi ? After.TAKE : given > 0 ? After.PASS : After.FOLLOW;
  }
}
