// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Segment;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The state of an optimizer in Keras's order: iterations, learning rate (unless set by a schedule),
 * then the variables for the weights.
 */
final class OptimizerState {
  private static final System.Logger LOG = System.getLogger(OptimizerState.class.getPackageName());

  private OptimizerState() {}

  /** Finds the arrays of variables. */
  @FunctionalInterface
  interface Finding {
    /** See {@link OptimizerState#find}. */
    Runnable find(List<Filling> into) throws IOException;
  }

  /**
   * Finds the state in a file of Keras 1 or 2. If it does not fit, it is ignored with a warning and
   * the optimizer starts over, as in Keras.
   */
  static Runnable orAnew(Finding finding, String what, List<Filling> into) throws IOException {
    try {
      List<Filling> found = new ArrayList<>();
      Runnable rest = finding.find(found);
      into.addAll(found);
      return rest;
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "{0}: the optimizer starts over because its state does not fit: {1}",
          what,
          e.getMessage());
      return () -> {};
    }
  }

  /** Returns whether there is anything to write or fill. */
  private static boolean exists(Optimizer optimizer) {
    return optimizer != null && optimizer.segments() != null;
  }

  private static boolean hasRate(Optimizer optimizer) {
    return !(optimizer.config().get("learning_rate") instanceof Map);
  }

  static void write(Model model, Hdf5Group root) {
    Optimizer optimizer = model.optimizer();
    if (!exists(optimizer)) {
      return;
    }
    Hdf5Group vars = root.group("optimizer/vars");
    vars.attribute("name", optimizer.name());
    List<Hdf5Array> arrays = arrays(optimizer);
    for (int i = 0; i < arrays.size(); i++) {
      vars.put(String.valueOf(i), arrays.get(i));
    }
  }

  /** Returns all variables in the order of files. */
  static List<Hdf5Array> arrays(Optimizer optimizer) {
    List<Hdf5Array> arrays = new ArrayList<>();
    arrays.add(Hdf5Array.of(optimizer.iterations()));
    if (hasRate(optimizer)) {
      arrays.add(Hdf5Array.of(Tensor.scalar((float) optimizer.learningRate())));
    }
    optimizer.variables().forEach(v -> arrays.add(Hdf5Array.of(v)));
    return arrays;
  }

  /**
   * Finds the arrays of the optimizer's variables.
   *
   * @param form the configuration of the model in the file, which determines the order of the
   *     arrays; null for the order of the model
   * @return an action that sets the values that are not arrays, to run once everything fits
   * @throws IllegalArgumentException if the number or the shapes differ
   */
  static Runnable find(Model model, Object form, Hdf5File file, String what, List<Filling> into)
      throws IOException {
    return find(model, form, file.numbered("optimizer/vars"), what, into);
  }

  static Runnable find(
      Model model, Object form, List<Hdf5Dataset> arrays, String what, List<Filling> into)
      throws IOException {
    Optimizer optimizer = model.optimizer();
    if (!exists(optimizer) || arrays.isEmpty()) {
      return () -> {};
    }
    List<Variable> variables = optimizer.variables(inOrder(model, form));
    if (arrays.size() <= 2 && !variables.isEmpty() && arrays.get(0).number() == 0) {
      // Compiled but never trained: Keras creates the other variables in the first step.
      return () -> {};
    }
    // Before Keras 3, and with a schedule, the learning rate is not among the variables.
    int first = arrays.size() - variables.size();
    if (first < 1 || first > 2) {
      throw misfit(
          model, what, "expected %d variables".formatted(variables.size() + 2), arrays.size());
    }
    for (int i = 0; i < variables.size(); i++) {
      Hdf5Dataset array = arrays.get(first + i);
      Variable v = variables.get(i);
      if (!array.shape().equals(v.shape())) {
        throw misfit(model, what, "%s: expected %s".formatted(v.name(), v.shape()), array.shape());
      }
      into.add(new Filling(array::readInto, v));
    }
    long iterations = (long) arrays.get(0).number();
    double rate = first == 2 ? arrays.get(1).number() : Double.NaN;
    return () -> {
      optimizer.iterations(iterations);
      if (first == 2 && hasRate(optimizer)) {
        // The setting is more precise than the variable, so it is used unless the variable has
        // changed.
        if ((float) rate != (float) optimizer.learningRate()) {
          optimizer.learningRate(rate);
        }
      }
    };
  }

  /** Returns the locations of the trainable weights, in the order of a file. */
  static List<Segment> inOrder(Model model, Object form) {
    List<Weight> trained = model.trainedWeights();
    List<Segment> segments = model.optimizer().segments();
    Map<Weight, Segment> places = new IdentityHashMap<>();
    for (int i = 0; i < trained.size(); i++) {
      places.put(trained.get(i), segments.get(i));
    }
    return FileOrder.weights(model, form).stream()
        .map(places::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private static IllegalArgumentException misfit(
      Model model, String what, String expected, Object got) {
    return new IllegalArgumentException(
        "%s: the state of optimizer \"%s\" does not fit: %s, got %s in %s; load the model without it"
            .formatted(model, model.optimizer().name(), expected, got, what));
  }
}
