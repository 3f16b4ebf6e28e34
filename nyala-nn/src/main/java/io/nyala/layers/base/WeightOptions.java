// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.constraints.Constraint;
import io.nyala.constraints.Constraints;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.regularizers.Regularizer;
import io.nyala.regularizers.Regularizers;
import io.nyala.settings.Settings;
import java.util.Map;

/** What a user may choose for one weight: initializer, regularizer, constraint. */
public final class WeightOptions {
  private final String name;
  private Initializer initializer;
  private Regularizer regularizer;
  private Constraint constraint;

  /**
   * Creates the options of a weight, with neither regularizer nor constraint.
   *
   * @param name how Keras's settings begin, for example {@code kernel}
   */
  public WeightOptions(String name, Initializer initializer) {
    this.name = name;
    this.initializer = initializer;
  }

  /** Returns what draws the first content. */
  public Initializer initializer() {
    return initializer;
  }

  /** Returns the penalty, or null. */
  public Regularizer regularizer() {
    return regularizer;
  }

  /** Returns the projection after each update, or null. */
  public Constraint constraint() {
    return constraint;
  }

  /** Sets what draws the first content. */
  public void initializer(Initializer newInitializer) {
    if (newInitializer == null) {
      throw new IllegalArgumentException(name + " initializer must not be null");
    }
    this.initializer = newInitializer;
  }

  /** Sets the penalty; null for none. */
  public void regularizer(Regularizer newRegularizer) {
    this.regularizer = newRegularizer;
  }

  /** Sets the projection after each update; null for none. */
  public void constraint(Constraint newConstraint) {
    this.constraint = newConstraint;
  }

  /** Puts the options under Keras's names. */
  public void writeTo(Map<String, Object> config) {
    config.put(name + "_initializer", Initializers.toConfig(initializer));
    config.put(name + "_regularizer", Regularizers.toConfig(regularizer));
    config.put(name + "_constraint", Constraints.toConfig(constraint));
  }

  /** Takes the options from Keras's names; what is missing stays. */
  public void readFrom(Settings settings) {
    if (settings.has(name + "_initializer")) {
      initializer = Initializers.fromConfig(settings.get(name + "_initializer"));
    }
    regularizer = Regularizers.fromConfig(settings.get(name + "_regularizer"));
    constraint = Constraints.fromConfig(settings.get(name + "_constraint"));
  }
}
