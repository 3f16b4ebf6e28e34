// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.normalization.SpectralNormalization;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Gates;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of distinct variables and the gates that guard them: all variables of a model, or those
 * changed by a training run. Models that share layers share their variables and gates.
 */
public final class Holdings {
  private final Layer model;
  private final boolean stateful;
  private final Set<Variable> variables = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Gates gates;

  private Holdings(Layer model, boolean stateful, Collection<Variable> some) {
    this.model = model;
    this.stateful = stateful;
    variables.addAll(some);
    gates = Gates.of(variables);
  }

  private static Holdings of(Layer model, List<Weight> weights) {
    boolean stateful = !States.of(model).isEmpty();
    return new Holdings(model, stateful, weights.stream().map(Weight::variable).toList());
  }

  /** Returns holdings of variables that belong to no model, or to several models without states. */
  public static Holdings of(Collection<Variable> some) {
    return new Holdings(null, false, some);
  }

  /** Returns all variables of a model whose weights exist. */
  public static Holdings of(Layer model) {
    return of(model, model.weights());
  }

  /** Returns the variables that training changes, given which layers are currently frozen. */
  public static Holdings changedBy(Layer model) {
    List<Weight> changed = new ArrayList<>();
    for (Weight w : model.weights()) {
      if (w.owner().trainable()) {
        changed.add(w);
      }
    }
    addNormalized(model, changed);
    return of(model, changed);
  }

  /** Spectral normalization divides its kernel in each training step, even if it is frozen. */
  private static void addNormalized(Layer layer, List<Weight> changed) {
    if (layer instanceof SpectralNormalization) {
      changed.addAll(layer.weights());
    }
    layer.sublayers().forEach(l -> addNormalized(l, changed));
  }

  /** Returns the same holdings with the states that layers currently keep between batches. */
  Holdings now() {
    if (!stateful) {
      return this;
    }
    List<Variable> all = new ArrayList<>(variables);
    all.addAll(States.variables(model));
    return new Holdings(model, true, all);
  }

  /** Returns whether the model has layers that keep states between batches. */
  boolean isStateful() {
    return stateful;
  }

  public Set<Variable> variables() {
    return variables;
  }

  public Gates gates() {
    return gates;
  }

  /** Returns whether other holdings contain any of these variables. */
  boolean share(Holdings others) {
    Holdings fewer = variables.size() <= others.variables.size() ? this : others;
    Holdings more = fewer == this ? others : this;
    for (Variable v : fewer.variables) {
      if (more.variables.contains(v)) {
        return true;
      }
    }
    return false;
  }

  /** Rejects values that do not match the weights of a model. */
  static void requireFit(ModelCore model, List<Weight> weights, List<Tensor> values) {
    if (Arguments.allGiven("weights", values).size() != weights.size()) {
      throw new IllegalArgumentException(
          "%s has %d weights %s, got %d%s"
              .formatted(
                  model,
                  weights.size(),
                  weights,
                  values.size(),
                  model.isReady() ? "" : "; add an input to the model, so that its weights exist"));
    }
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).shape().equals(weights.get(i).shape())) {
        throw new IllegalArgumentException(
            "weight %d of %s is %s, got %s"
                .formatted(i, model, weights.get(i), values.get(i).shape()));
      }
    }
  }

  /** Returns a consistent snapshot of the model's weights. */
  List<Tensor> weights() {
    List<Variable> all = model.weights().stream().map(Weight::variable).toList();
    if (gates.isLateElsewhere()) {
      Map<Variable, Variable> copies = Training.copies(this);
      return all.stream().map(v -> copies.getOrDefault(v, v).get()).toList();
    }
    gates.enter();
    try {
      return all.stream().map(Variable::copy).toList();
    } finally {
      gates.exit();
    }
  }
}
