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

/** The user-defined options of a weight: initializer, regularizer, constraint. */
public final class WeightOptions {
  private final String name;
  private Initializer initializer;
  private Regularizer regularizer;
  private Constraint constraint;

  /**
   * Creates the options of a weight, without regularizer and constraint.
   *
   * @param name the prefix of Keras's settings, for example {@code kernel}
   */
  public WeightOptions(String name, Initializer initializer) {
    this.name = name;
    this.initializer = initializer;
  }

  /** Returns the initializer. */
  public Initializer initializer() {
    return initializer;
  }

  /** Returns the regularizer, or null. */
  public Regularizer regularizer() {
    return regularizer;
  }

  /** Returns the constraint, or null. */
  public Constraint constraint() {
    return constraint;
  }

  /** Sets the initializer. */
  public void initializer(Initializer newInitializer) {
    if (newInitializer == null) {
      throw new IllegalArgumentException(name + " initializer must not be null");
    }
    this.initializer = newInitializer;
  }

  /** Sets the regularizer; null for none. */
  public void regularizer(Regularizer newRegularizer) {
    this.regularizer = newRegularizer;
  }

  /** Sets the constraint; null for none. */
  public void constraint(Constraint newConstraint) {
    this.constraint = newConstraint;
  }

  /** Writes the options under their Keras names. */
  public void writeTo(Map<String, Object> config) {
    config.put(name + "_initializer", Initializers.toConfig(initializer));
    config.put(name + "_regularizer", Regularizers.toConfig(regularizer));
    config.put(name + "_constraint", Constraints.toConfig(constraint));
  }

  /** Reads the options from their Keras names; missing options are unchanged. */
  public void readFrom(Settings settings) {
    if (settings.has(name + "_initializer")) {
      initializer = Initializers.fromConfig(settings.get(name + "_initializer"));
    }
    regularizer = Regularizers.fromConfig(settings.get(name + "_regularizer"));
    constraint = Constraints.fromConfig(settings.get(name + "_constraint"));
  }
}
