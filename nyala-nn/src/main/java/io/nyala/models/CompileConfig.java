// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.optimizers.Optimizers;
import io.nyala.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** How a model is trained, in Keras's form {@code compile_config}. */
final class CompileConfig {
  private CompileConfig() {}

  // Writing

  /** Returns the form; empty for a model that is not compiled or whose outputs are not known. */
  static Map<String, Object> write(Model model) {
    Map<String, Object> form = new LinkedHashMap<>();
    Compile compile = model.compileSettings();
    if (compile == null || !model.isReady()) {
      return form;
    }
    List<String> outputs = model.outputNames();
    form.put("optimizer", Optimizers.toConfig(compile.optimizer()));
    List<Object> losses = new ArrayList<>();
    List<Object> factors = new ArrayList<>();
    List<Loss> each = compile.losses(outputs);
    for (int i = 0; i < each.size(); i++) {
      losses.add(Losses.toConfig(each.get(i)));
      factors.add(compile.lossWeight(i, outputs));
    }
    form.put("loss", losses.size() == 1 ? losses.get(0) : losses);
    form.put(
        "loss_weights",
        !compile.hasLossWeights() ? null : factors.size() == 1 ? factors.get(0) : factors);
    form.put("metrics", metrics(outputs, compile::metrics));
    form.put("weighted_metrics", metrics(outputs, compile::weightedMetrics));
    form.put("run_eagerly", false);
    form.put("steps_per_execution", 1);
    form.put("jit_compile", false);
    return form;
  }

  private static Object metrics(
      List<String> outputs, BiFunction<Integer, List<String>, List<Metric>> ofOutput) {
    List<List<Object>> all = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      List<Object> forms = new ArrayList<>();
      ofOutput.apply(i, outputs).forEach(m -> forms.add(Metrics.toConfig(m)));
      all.add(forms);
    }
    if (all.stream().allMatch(List::isEmpty)) {
      return null;
    }
    return all.size() == 1 ? all.get(0) : all;
  }

  // Reading

  /** Reads the form; empty where there is no optimizer or no loss. */
  static Optional<Compile> read(Settings s, Model model) {
    if (!s.has("optimizer") || !s.has("loss")) {
      return Optional.empty();
    }
    Compile compile = Compile.with(Optimizers.fromConfig(s.get("optimizer")));
    List<String> outputs = model.outputNames();
    compile.losses(losses(s.get("loss"), outputs));
    Object factors = s.get("loss_weights");
    for (int i = 0; i < outputs.size(); i++) {
      Object factor =
          outputs.size() == 1 && factors instanceof Number n ? n : at(factors, i, outputs);
      if (factor instanceof Number n) {
        compile.lossWeight(outputs.get(i), n.doubleValue());
      }
      metrics(s.get("metrics"), i, outputs)
          .forEach(m -> compile.metrics(nameOrNull(outputs, m), m.metric()));
      metrics(s.get("weighted_metrics"), i, outputs)
          .forEach(m -> compile.weightedMetrics(nameOrNull(outputs, m), m.metric()));
    }
    return Optional.of(compile);
  }

  private record Of(int output, Metric metric) {}

  private static String nameOrNull(List<String> outputs, Of of) {
    return outputs.size() == 1 ? null : outputs.get(of.output());
  }

  private static boolean isObject(Object form) {
    return form instanceof String || form instanceof Map<?, ?> m && m.containsKey("class_name");
  }

  private static Loss[] losses(Object form, List<String> outputs) {
    Loss[] losses = new Loss[outputs.size()];
    for (int i = 0; i < losses.length; i++) {
      Object of = isObject(form) ? form : at(form, i, outputs);
      losses[i] = of == null ? null : Losses.fromConfig(of);
    }
    return losses;
  }

  /** Returns the part of an output, from a list in order or from a map by names. */
  private static Object at(Object form, int output, List<String> outputs) {
    return switch (form) {
      case List<?> list -> output < list.size() ? list.get(output) : null;
      case Map<?, ?> map -> map.get(outputs.get(output));
      case null, default -> null;
    };
  }

  private static List<Of> metrics(Object form, int output, List<String> outputs) {
    List<Of> metrics = new ArrayList<>();
    boolean flat = outputs.size() == 1 && form instanceof List<?>;
    collect(flat ? form : at(form, output, outputs), output, metrics);
    return metrics;
  }

  private static void collect(Object form, int output, List<Of> into) {
    if (form instanceof List<?> list) {
      list.forEach(each -> collect(each, output, into));
    } else if (form != null) {
      Metric metric = Metrics.fromConfig(form);
      into.add(new Of(output, form instanceof String name ? metric.named(name) : metric));
    }
  }
}
