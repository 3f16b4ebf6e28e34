// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Descriptions of hyperparameters for messages and tables. */
final class Described {
  private Described() {}

  static String of(Parameter parameter) {
    return switch (parameter) {
      case IntParameter p ->
          p.min() + " to " + p.max() + steps(p.step() > 1 ? p.step() : 0) + scale(p.sampling());
      case FloatParameter p -> p.min() + " to " + p.max() + steps(p.step()) + scale(p.sampling());
      case ChoiceParameter p -> "one of " + p.values();
      case FixedParameter p -> "fixed at " + p.value();
    };
  }

  private static String steps(Number step) {
    return step.doubleValue() == 0 ? "" : " in steps of " + step;
  }

  private static String scale(Sampling sampling) {
    return switch (sampling) {
      case LINEAR -> "";
      case LOG -> ", logarithmic";
      case REVERSE_LOG -> ", logarithmic from the upper end";
    };
  }

  static String of(SearchSpace space) {
    return IntStream.range(0, space.size())
        .mapToObj(i -> space.parameter(i).name() + ": " + of(space.parameter(i)) + when(space, i))
        .collect(Collectors.joining("\n"));
  }

  private static String when(SearchSpace space, int i) {
    return space.conditions(i).stream()
        .map(condition -> ", while " + condition.parent() + " is one of " + condition.values())
        .collect(Collectors.joining());
  }
}
