// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/**
 * A hyperparameter that is being described, until its value is asked for.
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
   * Returns the value; nothing can be said about the hyperparameter any more.
   *
   * @throws IllegalArgumentException if what was said contradicts itself
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
              + "\": its value was told already; describe it before that");
    }
  }
}
