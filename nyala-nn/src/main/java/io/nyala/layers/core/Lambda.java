// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A layer without weights that applies a function. Register the function to read models that use it
 * from files. For a function with weights, write a custom layer.
 */
public final class Lambda extends ChainedLayer<Lambda> {
  private static final Map<String, Function<List<Value>, Value>> REGISTERED =
      new ConcurrentHashMap<>();

  private final String functionName;
  private final Function<List<Value>, Value> function;

  /** Creates the layer from a function of all inputs. */
  public Lambda(Function<List<Value>, Value> function) {
    this(null, function);
  }

  private Lambda(String functionName, Function<List<Value>, Value> function) {
    this.functionName = functionName;
    this.function = Require.given("Lambda", "function", function);
  }

  /** Registers a function under the name used in files, and returns a layer that applies it. */
  public static Lambda register(String functionName, Function<List<Value>, Value> function) {
    Lambda layer = new Lambda(Require.given("Lambda", "name", functionName), function);
    REGISTERED.put(functionName, function);
    return layer;
  }

  static Lambda from(Settings s) {
    Object form = s.get("function");
    Object written = form instanceof Map<?, ?> map ? map.get("config") : form;
    if (written instanceof String name && REGISTERED.containsKey(name)) {
      return new Lambda(name, REGISTERED.get(name));
    }
    throw new IllegalArgumentException(
        "Lambda: the function %s is unknown; call Lambda.register(name, function) first, or "
                .formatted(written instanceof String ? "\"" + written + "\"" : "in the file (code)")
            + "build the model in code and load its weights");
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    return List.of(function.apply(inputs));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("function", Serialized.form("builtins", "function", functionName, functionName));
    config.put("arguments", Map.of());
    return config;
  }
}
