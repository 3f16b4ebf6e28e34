// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.settings.Serialized;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A function that Keras has a name for. Equal when name and settings are.
 *
 * @param name in Keras
 * @param settings those that differ from Keras's default
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

  /** What is computed; all formulas are equal, because the name decides. */
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
