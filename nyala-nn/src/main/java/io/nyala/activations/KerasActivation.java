// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.settings.Serialized;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A built-in function of Keras. Equality is based on name and settings.
 *
 * @param name the name in Keras
 * @param settings the settings that differ from Keras's defaults
 */
record KerasActivation(String name, Map<String, Object> settings, Formula formula)
    implements ActivationFunction {

  KerasActivation(String name, UnaryOperator<Value> formula) {
    this(name, Map.of(), new Formula(formula, null));
  }

  KerasActivation(String name, FusedActivation onKernel, UnaryOperator<Value> formula) {
    this(name, Map.of(), new Formula(formula, onKernel));
  }

  KerasActivation(String name, Map<String, Object> settings, UnaryOperator<Value> formula) {
    this(name, settings, new Formula(formula, null));
  }

  /** The computation. All formulas are equal, so that only name and settings are compared. */
  static final class Formula {
    private final UnaryOperator<Value> write;
    private final FusedActivation onKernel;

    Formula(UnaryOperator<Value> write, FusedActivation onKernel) {
      this.write = write;
      this.onKernel = onKernel;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Formula;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  @Override
  public Value apply(Value x) {
    return formula.write.apply(x);
  }

  @Override
  public Object config() {
    return settings.isEmpty() ? name : Serialized.form("keras.activations", name, settings, null);
  }

  @Override
  public Optional<FusedActivation> onKernel() {
    return Optional.ofNullable(formula.onKernel);
  }

  @Override
  public String toString() {
    return settings.isEmpty() ? name : name + settings;
  }
}
