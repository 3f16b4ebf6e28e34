// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Declares hyperparameters and returns their values, like KerasTuner's {@code hp}: the same code
 * declares a space and builds the network of a trial.
 *
 * <pre>{@code
 * Model network(Hyperparameters hp) {
 *   int units = hp.intRange("units", 32, 512).step(32).value();
 *   double rate = hp.floatRange("rate", 1e-4, 1e-2).log().value();
 *   String optimizer = hp.choice("optimizer", "adam", "sgd").value();
 *   double momentum = hp.when("optimizer", "sgd").floatRange("momentum", 0, 0.99).value();
 *   ...
 * }
 * }</pre>
 *
 * <p>A hyperparameter belongs to the space as soon as it is declared, even if its value is not
 * requested. Ranges are inclusive at both ends.
 */
public final class Hyperparameters {
  /** A source of values. */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns the value of a hyperparameter.
     *
     * @param conditions the conditions under which it applies; all must hold
     */
    Object value(Parameter parameter, List<Condition> conditions);
  }

  private final Source source;
  private final String prefix;
  private final List<Condition> conditions;
  private final List<Asked<?>> open;

  private Hyperparameters(
      Source source, String prefix, List<Condition> conditions, List<Asked<?>> open) {
    this.source = source;
    this.prefix = prefix;
    this.conditions = conditions;
    this.open = open;
  }

  /** Returns hyperparameters with a source of values. */
  public static Hyperparameters from(Source source) {
    return new Hyperparameters(source, "", List.of(), new ArrayList<>());
  }

  /**
   * Returns the space that some code declares. All values are defaults during this call, so
   * hyperparameters that the code uses only in other cases must be declared with {@link #when}.
   *
   * @throws IllegalArgumentException if the code declares nothing, or contradictory hyperparameters
   */
  public static SearchSpace declare(Consumer<Hyperparameters> code) {
    Map<String, Parameter> named = new LinkedHashMap<>();
    Map<String, List<Condition>> when = new LinkedHashMap<>();
    Hyperparameters hp =
        from(
            (parameter, conditions) -> {
              Parameter before = named.putIfAbsent(parameter.name(), parameter);
              if (before != null && !before.equals(parameter)) {
                throw twoMeanings(before, parameter);
              }
              when.putIfAbsent(parameter.name(), conditions);
              return parameter.defaultValue();
            });
    code.accept(hp);
    hp.settle();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "search space: it is empty; declare at least one hyperparameter, such as"
              + " hp.intRange(\"units\", 32, 512)");
    }
    return SearchSpace.of(List.copyOf(named.values()), when);
  }

  /** Returns the exception for a name that was used for two different hyperparameters. */
  public static IllegalArgumentException twoMeanings(Parameter before, Parameter now) {
    return new IllegalArgumentException(
        ("hyperparameter \"%s\" is %s, but was %s before; a name must have one meaning in a "
                + "search, so use another name")
            .formatted(now.name(), Described.of(now), Described.of(before)));
  }

  /** Declares an integer in a range, with a default step of 1. */
  public IntRange intRange(String name, int min, int max) {
    return opened(new IntRange(this, named(name), min, max));
  }

  /** Declares a number in a range. */
  public FloatRange floatRange(String name, double min, double max) {
    return opened(new FloatRange(this, named(name), min, max));
  }

  /** Declares a choice between strings, in which neighbors are not similar. */
  public Choice<String> choice(String name, String... values) {
    return opened(new Choice<>(this, named(name), List.of(values), false));
  }

  /** Declares a choice between integers, in which neighbors are similar. */
  public Choice<Integer> choice(String name, int... values) {
    return opened(new Choice<>(this, named(name), Arrays.stream(values).boxed().toList(), true));
  }

  /** Declares a choice between numbers, in which neighbors are similar. */
  public Choice<Double> choice(String name, double... values) {
    return opened(new Choice<>(this, named(name), Arrays.stream(values).boxed().toList(), true));
  }

  /** Declares a boolean; false by default. */
  public Choice<Boolean> bool(String name) {
    return opened(new Choice<>(this, named(name), List.of(false, true), false));
  }

  /** Declares and returns a value that is not searched but appears in the results. */
  public <T> T fixed(String name, T value) {
    settle();
    source.value(new FixedParameter(named(name), value), conditions);
    return value;
  }

  /**
   * Returns a scope for hyperparameters that apply only while another one has one of these values.
   * A hyperparameter that does not apply returns its default value and does not appear in results.
   *
   * @param parent the name of the other hyperparameter, which must be declared before in this scope
   */
  public Hyperparameters when(String parent, Object... values) {
    List<Condition> all = new ArrayList<>(conditions);
    all.add(new Condition(prefix + parent, List.of(values)));
    return new Hyperparameters(source, prefix, List.copyOf(all), open);
  }

  /**
   * Returns a scope whose names start with this prefix and a dot, for parts that occur several
   * times.
   */
  public Hyperparameters scope(String name) {
    return new Hyperparameters(source, named(name) + ".", conditions, open);
  }

  private <A extends Asked<?>> A opened(A asked) {
    settle();
    open.add(asked);
    return asked;
  }

  /** Passes the last declared hyperparameter to the source if its value was not requested. */
  public void settle() {
    while (!open.isEmpty()) {
      open.getFirst().value();
    }
  }

  Object ask(Asked<?> asked, Parameter parameter) {
    open.remove(asked);
    return source.value(parameter, conditions);
  }

  private String named(String name) {
    return prefix + Cells.name(name);
  }
}
