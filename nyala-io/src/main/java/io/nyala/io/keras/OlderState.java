// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.Ftrl;
import io.nyala.optimizers.Nadam;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.SGD;
import io.nyala.optimizers.Segment;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of an optimizer up to Keras 2.10: scalars, starting with the step count if there is
 * one, then all arrays of one kind, one for each weight, before those of the next kind.
 *
 * @param model the compiled model
 * @param form the configuration of the model in the file, which determines the order of arrays of a
 *     kind
 * @param layout the layout of the weights, which also applies to the arrays for them
 */
record OlderState(Model model, Object form, OlderArrays layout) {
  /**
   * Finds the arrays of the optimizer's variables.
   *
   * @return an action that sets the values that are not arrays
   * @throws IllegalArgumentException if the number or the shapes differ
   */
  Runnable find(List<String> names, List<Hdf5Dataset> arrays, List<Filling> into)
      throws IOException {
    Optimizer optimizer = model.optimizer();
    List<Double> numbers = new ArrayList<>();
    while (numbers.size() < arrays.size() && arrays.get(numbers.size()).shape().rank() == 0) {
      numbers.add(arrays.get(numbers.size()).number());
    }
    List<StoredArray> stored = new ArrayList<>();
    for (int i = numbers.size(); i < arrays.size(); i++) {
      stored.add(StoredArray.of(names.get(i), arrays.get(i)));
    }
    if (!stored.isEmpty()) {
      slots(optimizer, stored, into);
    }
    // Before Keras 2.3, not all optimizers counted their steps.
    long steps = numbers.isEmpty() ? 0 : numbers.get(0).longValue();
    double product = numbers.size() > 1 ? numbers.get(1) : momentumProduct(optimizer, steps);
    return () -> {
      optimizer.iterations(steps);
      if (optimizer instanceof Nadam) {
        Variable u = optimizer.variables().getLast();
        u.overwrite()[u.offset()] = (float) product;
      }
    };
  }

  private void slots(Optimizer optimizer, List<StoredArray> stored, List<Filling> into) {
    List<Segment> order = OptimizerState.inOrder(model, form);
    List<List<Variable>> kinds = kinds(optimizer, order);
    int wanted = kinds.size() * order.size();
    // Adam has a third array with one number per weight, SGD has one that it does not use.
    boolean more = optimizer instanceof Adam || optimizer instanceof SGD;
    if (stored.size() != wanted && !(more && stored.size() == wanted + order.size())) {
      throw new IllegalArgumentException(
          "%s has %d arrays for %d weights, got %d"
              .formatted(optimizer.name(), wanted, order.size(), stored.size()));
    }
    boolean mixed = optimizer instanceof Ftrl;
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (int i = 0; i < order.size(); i++) {
        int at = mixed ? i * kinds.size() + kind : kind * order.size() + i;
        Weight weight = model.trainedWeights().get(optimizer.segments().indexOf(order.get(i)));
        StoredArray array = layout.convert(List.of(weight), List.of(stored.get(at))).get(0);
        if (!array.shape().equals(weight.shape())) {
          throw new IllegalArgumentException(
              "%s for weight %s, got %s".formatted(optimizer.name(), weight, array));
        }
        into.add(new Filling(array::readInto, kinds.get(kind).get(i)));
      }
    }
  }

  /** Returns the optimizer's variables for the weights, grouped by kind. */
  private static List<List<Variable>> kinds(Optimizer optimizer, List<Segment> order) {
    Map<String, List<Variable>> kinds = new LinkedHashMap<>();
    for (Variable v : optimizer.variables(order)) {
      for (Segment s : order) {
        String prefix = optimizer.name() + "/" + s.path().replace('/', '_') + "_";
        if (v.name().startsWith(prefix) && v.shape().equals(s.shape())) {
          kinds.computeIfAbsent(v.name().substring(prefix.length()), k -> new ArrayList<>()).add(v);
          break;
        }
      }
    }
    kinds.values().removeIf(all -> all.size() != order.size());
    return List.copyOf(kinds.values());
  }

  /** Returns the arrays that an optimizer of Keras 2.11 to 2.15 uses. */
  static List<Hdf5Dataset> used(Model model, List<Hdf5Dataset> arrays) {
    Optimizer optimizer = model.optimizer();
    // SGD had an array for each weight even without momentum.
    boolean unused = optimizer instanceof SGD && optimizer.variables().isEmpty();
    int n = optimizer.segments().size();
    return unused && arrays.size() > n ? arrays.subList(0, arrays.size() - n) : arrays;
  }

  /** Returns the product of Nadam's momentum factors, which older files do not contain. */
  private static double momentumProduct(Optimizer optimizer, long steps) {
    double beta = optimizer instanceof Nadam ? number(optimizer, "beta_1") : 0;
    double product = 1;
    for (long t = 1; t <= steps && product > 0 && optimizer instanceof Nadam; t++) {
      product *= beta * (1 - 0.5 * Math.pow(0.96, t));
    }
    return product;
  }

  private static double number(Optimizer optimizer, String setting) {
    return ((Number) optimizer.config().get(setting)).doubleValue();
  }
}
