// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.models.config.OutputForms;
import io.nyala.optimizers.Optimizers;
import io.nyala.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The training settings of a model in Keras's {@code compile_config} format. */
final class CompileConfig {
  private static final System.Logger LOG = System.getLogger(CompileConfig.class.getPackageName());

  private CompileConfig() {}

  // Writing

  /** Returns the configuration; empty if the model is not compiled or its outputs are not known. */
  static Map<String, Object> write(Model model) {
    Map<String, Object> form = new LinkedHashMap<>();
    Compile compile = model.compileSettings();
    if (compile == null || !model.core().isReady()) {
      return form;
    }
    if (compile.computeLoss() != null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: computeLoss is a function, which is not saved; compile the model again after "
              + "loading it",
          model);
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
    form.put("loss", arranged(model, losses));
    form.put("loss_weights", compile.hasLossWeights() ? arranged(model, factors) : null);
    form.put("metrics", metrics(model, compile::metrics));
    form.put("weighted_metrics", metrics(model, compile::weightedMetrics));
    form.put("run_eagerly", false);
    form.put("steps_per_execution", 1);
    form.put("jit_compile", false);
    return form;
  }

  /** Arranges one value per output in the structure of the outputs. */
  private static Object arranged(Model model, List<?> ofEach) {
    if (ofEach.size() == 1) {
      return ofEach.get(0);
    }
    return model instanceof Functional f ? f.graph().outputEnds().arrange(ofEach) : ofEach;
  }

  private static Object metrics(
      Model model, BiFunction<Integer, List<String>, List<Metric>> ofOutput) {
    List<String> outputs = model.outputNames();
    List<List<Object>> all = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      List<Object> forms = new ArrayList<>();
      ofOutput.apply(i, outputs).forEach(m -> forms.add(Metrics.toConfig(m)));
      all.add(forms);
    }
    return all.stream().allMatch(List::isEmpty) ? null : arranged(model, all);
  }

  // Reading

  /** Reads the configuration; empty if it has no optimizer or no loss. */
  static Optional<Compile> read(Settings s, Model model) {
    if (!s.has("optimizer") || !s.has("loss")) {
      return Optional.empty();
    }
    Compile compile = Compile.with(Optimizers.fromConfig(s.get("optimizer")));
    List<String> outputs = model.outputNames();
    OutputForms forms = new OutputForms(model, outputs);
    compile.losses(losses(s.get("loss"), forms, outputs.size()));
    for (int i = 0; i < outputs.size(); i++) {
      String output = outputs.get(i);
      if (forms.of(i, s.get("loss_weights")) instanceof Number factor) {
        compile.lossWeight(output, factor.doubleValue());
      }
      Metric[] plain = metrics(forms.allOf(i, s.get("metrics")));
      Metric[] weighted = metrics(forms.allOf(i, s.get("weighted_metrics")));
      if (outputs.size() == 1) {
        compile.metrics(plain).weightedMetrics(weighted);
      } else {
        compile.metrics(output, plain).weightedMetrics(output, weighted);
      }
    }
    return Optional.of(compile);
  }

  private static Loss[] losses(Object form, OutputForms forms, int count) {
    Loss[] losses = new Loss[count];
    for (int i = 0; i < count; i++) {
      Object of = OutputForms.isObject(form) ? form : forms.of(i, form);
      // Keras treats a list of one loss as the loss of a single output.
      Object one = of instanceof List<?> list && list.size() == 1 ? list.get(0) : of;
      losses[i] = one == null ? null : Losses.fromConfig(one);
    }
    return losses;
  }

  private static Metric[] metrics(Object form) {
    List<Metric> metrics = new ArrayList<>();
    collect(form, metrics);
    return metrics.toArray(Metric[]::new);
  }

  private static void collect(Object form, List<Metric> into) {
    if (form instanceof List<?> list) {
      list.forEach(each -> collect(each, into));
    } else if (form instanceof Map<?, ?> map && !OutputForms.isObject(map)) {
      map.values().forEach(each -> collect(each, into));
    } else if (form != null) {
      Metric metric = Metrics.fromConfig(form);
      into.add(form instanceof String name ? metric.named(name) : metric);
    }
  }
}
