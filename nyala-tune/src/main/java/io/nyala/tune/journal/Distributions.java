// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.io.files.JsonLine;
import io.nyala.io.files.JsonText;
import io.nyala.tune.space.ChoiceParameter;
import io.nyala.tune.space.FixedParameter;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.Sampling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Converts hyperparameters to Optuna's distributions. For scales that Optuna does not have, steps
 * on a logarithmic scale are written as a choice, and a reversed logarithmic scale as linear; the
 * values are the same.
 */
final class Distributions {
  private Distributions() {}

  /** Returns the distribution as a JSON string, as stored in journals. */
  static String of(Parameter parameter) {
    return switch (parameter) {
      case IntParameter p when isChoice(p.step(), p.sampling()) -> choices(values(p));
      case FloatParameter p when isChoice(p.step(), p.sampling()) -> choices(values(p));
      case IntParameter p -> {
        int high = (Integer) p.at(p.points().orElseThrow() - 1);
        yield range(
            "IntDistribution", p.min(), high, p.sampling() == Sampling.LOG, Math.max(p.step(), 1));
      }
      case FloatParameter p -> {
        boolean stepped = p.step() > 0;
        Object high = stepped ? p.at(p.points().orElseThrow() - 1) : (Double) p.max();
        yield range(
            "FloatDistribution",
            p.min(),
            high,
            p.sampling() == Sampling.LOG,
            stepped ? (Double) p.step() : null);
      }
      case ChoiceParameter p -> choices(p.values());
      case FixedParameter p -> choices(List.of(p.value()));
    };
  }

  private static boolean isChoice(double step, Sampling sampling) {
    return step > 0 && sampling != Sampling.LINEAR;
  }

  private static List<?> values(Parameter parameter) {
    return LongStream.range(0, parameter.points().orElseThrow()).mapToObj(parameter::at).toList();
  }

  private static String range(String name, Object low, Object high, boolean log, Object step) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("step", step);
    attributes.put("low", low);
    attributes.put("high", high);
    attributes.put("log", log);
    return form(name, attributes);
  }

  private static String choices(List<?> values) {
    return form("CategoricalDistribution", Map.of("choices", values));
  }

  private static String form(String name, Map<String, Object> attributes) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", name);
    form.put("attributes", attributes);
    return JsonLine.of(form);
  }

  /** Returns a value as stored in journals: a number, or the index of a choice. */
  static double internal(Parameter parameter, Object value) {
    return switch (parameter) {
      case IntParameter p when isChoice(p.step(), p.sampling()) -> values(p).indexOf(value);
      case FloatParameter p when isChoice(p.step(), p.sampling()) -> p.index(p.toUnit(value));
      case IntParameter p -> (Integer) value;
      case FloatParameter p -> (Double) value;
      case ChoiceParameter p -> p.values().indexOf(value);
      case FixedParameter p -> 0;
    };
  }

  /** Reads the values of a distribution, which is usually the same for all trials. */
  static Reader reader(String distribution) throws IOException {
    Map<String, Object> form = JsonText.object(distribution, "distribution of a hyperparameter");
    Map<?, ?> attributes = (Map<?, ?>) form.get("attributes");
    return switch (String.valueOf(form.get("name"))) {
      case "IntDistribution", "IntUniformDistribution", "IntLogUniformDistribution" ->
          internal -> (int) internal;
      case "CategoricalDistribution" -> {
        List<?> choices = (List<?>) attributes.get("choices");
        yield internal -> choices.get((int) internal);
      }
      default -> internal -> internal;
    };
  }

  /** Converts stored numbers to values. */
  @FunctionalInterface
  interface Reader {
    /** Returns an integer, a double or one of the choices. */
    Object value(double internal);
  }
}
