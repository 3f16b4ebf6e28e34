// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.variables.Variable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The variables that layers change in a step, such as moving averages. A step works on copies,
 * which become the content once the step has been validated. Other threads thus never see partial
 * changes, and a failed step has no effect.
 */
final class Kept {
  private final Variable[] originals;
  private final Variable[] shared;
  private final Variable[] own;
  private final Map<Variable, Variable> ownOf = new IdentityHashMap<>();

  Kept(List<Variable> changed) {
    originals = changed.toArray(Variable[]::new);
    shared = originals.clone();
    own = new Variable[originals.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = new Variable(originals[i].name(), originals[i].shape());
      ownOf.put(originals[i], own[i]);
    }
  }

  /**
   * Returns the variables used by a step: the copies for those that layers change, and {@code
   * elsewhere} for the others.
   */
  UnaryOperator<Variable> places(UnaryOperator<Variable> elsewhere) {
    for (int i = 0; i < shared.length; i++) {
      shared[i] = elsewhere.apply(originals[i]);
    }
    return v -> {
      Variable mine = ownOf.get(v);
      return mine == null ? elsewhere.apply(v) : mine;
    };
  }

  int count() {
    return own.length;
  }

  /** Returns the variable that holds the content. */
  Variable shared(int i) {
    return shared[i];
  }

  /** Returns the copy that the step changes. */
  Variable own(int i) {
    return own[i];
  }

  /** Starts a step with the current content. */
  void begin() {
    for (int i = 0; i < own.length; i++) {
      copy(shared[i], own[i]);
    }
  }

  /** Makes the results of the step the content. */
  void commit() {
    for (int i = 0; i < own.length; i++) {
      copy(own[i], shared[i]);
    }
  }

  private static void copy(Variable from, Variable to) {
    System.arraycopy(from.data(), from.offset(), to.data(), to.offset(), from.size());
  }
}
