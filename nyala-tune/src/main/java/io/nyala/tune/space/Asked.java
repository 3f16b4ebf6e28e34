// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/**
 * A builder for a hyperparameter, until its value is requested.
 *
 * @param <T> the type of its values
 */
public abstract sealed class Asked<T> permits IntRange, FloatRange, Choice {
  private final Hyperparameters owner;
  private T value;

  Asked(Hyperparameters owner) {
    this.owner = owner;
  }

  abstract Parameter parameter();

  abstract T typed(Object value);

  /**
   * Returns the value. The hyperparameter can no longer be changed.
   *
   * @throws IllegalArgumentException if its settings are contradictory
   */
  public final T value() {
    if (value == null) {
      value = typed(owner.ask(this, parameter()));
    }
    return value;
  }

  final void checkOpen() {
    if (value != null) {
      throw new IllegalStateException(
          "hyperparameter \""
              + parameter().name()
              + "\": its value has already been requested; configure it before that");
    }
  }
}
