// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import io.nyala.settings.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The hyperparameters of a search, in a fixed order, some of them with conditions.
 *
 * <p>A sampler sees the space as a cube: a point has one coordinate of 0 to 1 for each
 * hyperparameter, in the order of {@link #parameters()}. A hyperparameter that does not apply to a
 * trial has the coordinate NaN there.
 */
public final class SearchSpace {
  private final List<Parameter> parameters;
  private final List<List<Condition>> conditions;
  private final Map<String, Integer> indexes = new HashMap<>();

  /**
   * True for those that occur in the condition of a later one, which affects the number of points.
   */
  private final boolean[] parent;

  private SearchSpace(List<Parameter> parameters, Map<String, List<Condition>> conditions) {
    this.parameters = List.copyOf(parameters);
    this.conditions = new ArrayList<>();
    this.parent = new boolean[parameters.size()];
    for (Parameter parameter : this.parameters) {
      List<Condition> own = List.copyOf(conditions.getOrDefault(parameter.name(), List.of()));
      own.forEach(condition -> checkCondition(parameter, condition));
      this.conditions.add(own);
      if (indexes.put(parameter.name(), indexes.size()) != null) {
        throw new IllegalArgumentException(
            "search space: two hyperparameters have the name \"" + parameter.name() + "\"");
      }
    }
  }

  private void checkCondition(Parameter child, Condition condition) {
    Integer index = indexes.get(condition.parent());
    if (index == null) {
      throw new IllegalArgumentException(
          "search space: \"%s\" depends on \"%s\", which does not come before it; %s"
              .formatted(
                  child.name(),
                  condition.parent(),
                  Names.hint(condition.parent(), indexes.keySet())));
    }
    Parameter other = parameters.get(index);
    if (condition.values().isEmpty() || !condition.values().stream().allMatch(other::allows)) {
      throw new IllegalArgumentException(
          "search space: \"%s\" applies while \"%s\" is one of %s, which it never is: it is %s"
              .formatted(child.name(), other.name(), condition.values(), Described.of(other)));
    }
    if (other.points().isEmpty()) {
      throw new IllegalArgumentException(
          "search space: \"%s\" depends on \"%s\", which has no steps; use steps or choices"
              .formatted(child.name(), other.name()));
    }
    parent[index] = true;
  }

  /**
   * Creates a space without conditions.
   *
   * @throws IllegalArgumentException if two names are equal
   */
  public static SearchSpace of(List<? extends Parameter> parameters) {
    return of(parameters, Map.of());
  }

  /**
   * Creates a space.
   *
   * @param conditions the conditions by the name of the dependent hyperparameter; all must hold
   * @throws IllegalArgumentException if two names are equal, or a condition names a hyperparameter
   *     that does not come before or values that it cannot have
   */
  public static SearchSpace of(
      List<? extends Parameter> parameters, Map<String, List<Condition>> conditions) {
    return new SearchSpace(List.copyOf(parameters), conditions);
  }

  /** Returns the hyperparameters; parents come before those that depend on them. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Returns the number of hyperparameters, which is the number of coordinates of a point. */
  public int size() {
    return parameters.size();
  }

  /** Returns the hyperparameter of a coordinate. */
  public Parameter parameter(int index) {
    return parameters.get(index);
  }

  /** Returns the coordinate of a hyperparameter, or -1. */
  public int indexOf(String name) {
    return indexes.getOrDefault(name, -1);
  }

  /** Returns the conditions of the hyperparameter of this coordinate; all must hold. */
  public List<Condition> conditions(int index) {
    return conditions.get(index);
  }

  /** Returns whether a hyperparameter applies, given the values of those before it. */
  public boolean applies(int index, Map<String, ?> before) {
    for (Condition condition : conditions.get(index)) {
      Object value = before.get(condition.parent());
      if (value == null || !condition.values().contains(value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the values at a point. Coordinates of hyperparameters that do not apply are ignored.
   *
   * @param point {@code [size]}, 0 to 1
   * @throws IllegalArgumentException if a coordinate that applies is NaN
   */
  public Assignment assignment(double[] point) {
    if (point.length != size()) {
      throw new IllegalArgumentException(
          "search space: expected a point of %d coordinates, got %d"
              .formatted(size(), point.length));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < point.length; i++) {
      if (applies(i, values)) {
        values.put(parameters.get(i).name(), parameters.get(i).fromUnit(point[i]));
      }
    }
    return new Assignment(values);
  }

  /**
   * Returns the point of these values: the middles of their cells, and NaN for hyperparameters that
   * have no value.
   *
   * @return {@code [size]}
   * @throws IllegalArgumentException if a hyperparameter cannot have its value
   */
  public double[] point(Assignment assignment) {
    double[] point = new double[size()];
    for (int i = 0; i < point.length; i++) {
      Parameter parameter = parameters.get(i);
      point[i] =
          assignment.has(parameter.name())
              ? parameter.toUnit(assignment.get(parameter.name()))
              : Double.NaN;
    }
    return point;
  }

  /** Returns the default values. */
  public Assignment defaults() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      if (applies(i, values)) {
        values.put(parameters.get(i).name(), parameters.get(i).defaultValue());
      }
    }
    return new Assignment(values);
  }

  /**
   * Returns the number of distinct assignments, or empty if they are not countable.
   *
   * @return at most {@code Long.MAX_VALUE}, which also represents larger numbers
   */
  public OptionalLong points() {
    if (parameters.stream().anyMatch(parameter -> parameter.points().isEmpty())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(count(0, new HashMap<>()));
  }

  /**
   * Returns one of finitely many assignments. The last hyperparameter changes fastest.
   *
   * @param index 0 to {@code points() - 1}
   * @throws IllegalArgumentException if there is no such assignment, or they cannot be counted
   */
  public Assignment at(long index) {
    long points =
        points()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "search space: ranges without steps cannot be counted; set steps"));
    Cells.checkIndex("the whole space", index, points - 1);
    Map<String, Object> values = new LinkedHashMap<>();
    long rest = index;
    for (int i = 0; i < size(); i++) {
      if (!applies(i, values)) {
        continue;
      }
      Parameter parameter = parameters.get(i);
      for (long k = 0; ; k++) {
        values.put(parameter.name(), parameter.at(k));
        long below = count(i + 1, values);
        if (!parent[i]) { // each of its values leads to the same number of points
          values.put(parameter.name(), parameter.at(rest / below));
          rest %= below;
          break;
        }
        if (rest < below) {
          break;
        }
        rest -= below;
      }
    }
    return new Assignment(values);
  }

  /**
   * Counts the assignments of the hyperparameters from this one onwards, given the values before
   * it.
   */
  private long count(int from, Map<String, Object> before) {
    long product = 1;
    for (int i = from; i < size(); i++) {
      if (!applies(i, before)) {
        continue;
      }
      Parameter parameter = parameters.get(i);
      long points = parameter.points().orElseThrow();
      if (parent[i]) {
        long sum = 0;
        for (long k = 0; k < points && sum < Long.MAX_VALUE; k++) {
          before.put(parameter.name(), parameter.at(k));
          sum = plus(sum, count(i + 1, before));
        }
        before.remove(parameter.name());
        return times(product, sum);
      }
      product = times(product, points);
    }
    return product;
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static long times(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  @Override
  public String toString() {
    return Described.of(this);
  }
}
