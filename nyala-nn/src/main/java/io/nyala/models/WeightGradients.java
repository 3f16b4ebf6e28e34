// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The gradients of a loss with respect to weights, as values in a {@link TrainStep}: they can be
 * inspected, transformed and passed to an optimizer. Immutable; keeps the order of the weights.
 */
public final class WeightGradients {
  private final Map<Weight, Value> values;

  private WeightGradients(Map<Weight, Value> values) {
    this.values = values;
  }

  /**
   * Returns gradients for weights.
   *
   * @param weights without duplicates
   * @param gradients one for each weight, of the same shape
   * @throws IllegalArgumentException if the counts differ or a weight occurs twice
   * @throws ShapeException if a gradient does not have the shape of its weight
   */
  public static WeightGradients of(List<Weight> weights, List<Value> gradients) {
    Arguments.allGiven("weights", weights);
    Arguments.allGiven("gradients", gradients);
    if (weights.size() != gradients.size()) {
      throw new IllegalArgumentException(
          "got %d weights and %d gradients; expected one gradient for each weight"
              .formatted(weights.size(), gradients.size()));
    }
    Map<Weight, Value> all = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      put(all, weights.get(i), gradients.get(i));
    }
    return new WeightGradients(all);
  }

  private static void put(Map<Weight, Value> all, Weight weight, Value gradient) {
    if (!weight.shape().equals(gradient.shape())) {
      throw new ShapeException(
          "the gradient of %s has shape %s; it must have the shape of the weight"
              .formatted(weight, gradient.shape()));
    }
    if (all.put(weight, gradient) != null) {
      throw new IllegalArgumentException("weight %s occurs twice".formatted(weight));
    }
  }

  /** Returns the weights, in order. */
  public List<Weight> weights() {
    return List.copyOf(values.keySet());
  }

  /**
   * Returns the gradient of a weight.
   *
   * @throws IllegalArgumentException if it is not among the weights
   */
  public Value get(Weight weight) {
    Value gradient = values.get(weight);
    if (gradient == null) {
      throw new IllegalArgumentException(
          "there is no gradient of %s; there are those of %s".formatted(weight, values.keySet()));
    }
    return gradient;
  }

  // Parts and sums

  /**
   * Returns the gradients of the weights that satisfy a predicate, for example those of one layer.
   */
  public WeightGradients only(Predicate<Weight> test) {
    Map<Weight, Value> some = new LinkedHashMap<>(values);
    some.keySet().removeIf(Arguments.given("test", test).negate());
    return new WeightGradients(some);
  }

  /** Returns gradients transformed one by one by a function of the weight and its gradient. */
  public WeightGradients map(BiFunction<Weight, Value, Value> change) {
    Arguments.given("change", change);
    Map<Weight, Value> changed = new LinkedHashMap<>();
    values.forEach((w, g) -> put(changed, w, change.apply(w, g)));
    return new WeightGradients(changed);
  }

  /**
   * Returns the sums with other gradients; a weight present in only one of the two keeps its
   * gradient.
   */
  public WeightGradients plus(WeightGradients others) {
    Map<Weight, Value> sums = new LinkedHashMap<>(values);
    others.values.forEach((w, g) -> sums.merge(w, g, Ops::add));
    return new WeightGradients(sums);
  }

  /** Returns all gradients multiplied by a factor. */
  public WeightGradients times(double factor) {
    return map((w, g) -> Ops.multiply(g, (float) factor));
  }

  // Clipping

  /** Returns the Euclidean norm of all gradients together, a scalar. */
  public Value globalNorm() {
    return Ops.sqrt(sumOfSquares(new ArrayList<>(values.values())));
  }

  private static Value sumOfSquares(List<Value> gradients) {
    return gradients.stream()
        .map(g -> Ops.sum(Ops.square(g)))
        .reduce(Ops::add)
        .orElseGet(() -> Ops.constant(0));
  }

  /**
   * Returns the gradients with each element clipped to {@code [-limit, limit]}.
   *
   * @throws IllegalArgumentException if the limit is not above 0
   */
  public WeightGradients clipByValue(double limit) {
    float bound = bound("clipByValue", limit);
    return map((w, g) -> Ops.clip(g, -bound, bound));
  }

  /**
   * Returns the gradients, each scaled down separately to a Euclidean norm of at most the limit.
   *
   * @throws IllegalArgumentException if the limit is not above 0
   */
  public WeightGradients clipByNorm(double limit) {
    float bound = bound("clipByNorm", limit);
    return map((w, g) -> Ops.multiply(g, scale(Ops.sqrt(sumOfSquares(List.of(g))), bound)));
  }

  /**
   * Returns the gradients scaled down by a common factor to a joint Euclidean norm of at most the
   * limit. An infinite norm makes them NaN, as in TensorFlow, so that the problem is not hidden.
   *
   * @throws IllegalArgumentException if the limit is not above 0
   */
  public WeightGradients clipByGlobalNorm(double limit) {
    float bound = bound("clipByGlobalNorm", limit);
    Value norm = globalNorm();
    Value factor = Ops.add(scale(norm, bound), Ops.subtract(norm, norm));
    return map((w, g) -> Ops.multiply(g, factor));
  }

  private static Value scale(Value norm, float bound) {
    return Ops.divide(bound, Ops.maximum(norm, bound));
  }

  private static float bound(String what, double limit) {
    if (!(limit > 0)) {
      throw new IllegalArgumentException(what + ": the limit must be above 0, got " + limit);
    }
    return (float) limit;
  }

  @Override
  public String toString() {
    return "gradients of " + values.keySet();
  }
}
