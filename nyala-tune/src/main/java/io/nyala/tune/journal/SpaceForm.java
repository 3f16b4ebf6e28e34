// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.space.ChoiceParameter;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.FixedParameter;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.Sampling;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hyperparameters and spaces as JSON, including the properties that Optuna's distributions cannot
 * represent.
 */
final class SpaceForm {
  private SpaceForm() {}

  static Map<String, Object> of(Parameter parameter) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", parameter.name());
    switch (parameter) {
      case IntParameter p -> range(form, "int", p.min(), p.max(), p.step(), p.sampling());
      case FloatParameter p -> range(form, "float", p.min(), p.max(), p.step(), p.sampling());
      case ChoiceParameter p -> {
        form.put("kind", "choice");
        form.put("values", p.values());
        form.put("ordered", p.ordered());
      }
      case FixedParameter p -> form.put("kind", "fixed");
    }
    form.put("default", parameter.defaultValue());
    return form;
  }

  private static void range(
      Map<String, Object> form,
      String kind,
      Object min,
      Object max,
      Object step,
      Sampling sampling) {
    form.put("kind", kind);
    form.put("min", min);
    form.put("max", max);
    form.put("step", step);
    form.put("sampling", sampling.name());
  }

  static Parameter parameter(Map<String, Object> form) {
    String name = (String) form.get("name");
    Object given = form.get("default");
    return switch ((String) form.get("kind")) {
      case "int" ->
          new IntParameter(
              name,
              number(form, "min").intValue(),
              number(form, "max").intValue(),
              number(form, "step").intValue(),
              Sampling.valueOf((String) form.get("sampling")),
              (Integer) given);
      case "float" ->
          new FloatParameter(
              name,
              number(form, "min").doubleValue(),
              number(form, "max").doubleValue(),
              number(form, "step").doubleValue(),
              Sampling.valueOf((String) form.get("sampling")),
              ((Number) given).doubleValue());
      case "choice" ->
          new ChoiceParameter(
              name, (List<?>) form.get("values"), (Boolean) form.get("ordered"), given);
      default -> new FixedParameter(name, given);
    };
  }

  private static Number number(Map<String, Object> form, String key) {
    return (Number) form.get(key);
  }

  static List<Map<String, Object>> of(SearchSpace space) {
    List<Map<String, Object>> forms = new ArrayList<>();
    for (int i = 0; i < space.size(); i++) {
      Map<String, Object> form = of(space.parameter(i));
      List<Map<String, Object>> when = new ArrayList<>();
      for (Condition condition : space.conditions(i)) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("parent", condition.parent());
        one.put("values", condition.values());
        when.add(one);
      }
      if (!when.isEmpty()) {
        form.put("when", when);
      }
      forms.add(form);
    }
    return forms;
  }

  @SuppressWarnings("unchecked") // from of(space)
  static SearchSpace space(List<?> forms) {
    List<Parameter> parameters = new ArrayList<>();
    Map<String, List<Condition>> conditions = new LinkedHashMap<>();
    for (Object each : forms) {
      Map<String, Object> form = (Map<String, Object>) each;
      Parameter parameter = parameter(form);
      parameters.add(parameter);
      if (form.get("when") instanceof List<?> when) {
        conditions.put(
            parameter.name(),
            when.stream()
                .map(one -> (Map<String, Object>) one)
                .map(one -> new Condition((String) one.get("parent"), (List<?>) one.get("values")))
                .toList());
      }
    }
    return SearchSpace.of(parameters, conditions);
  }
}
