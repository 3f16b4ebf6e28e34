// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.List;

/**
 * A builder for a choice.
 *
 * @param <T> the type of its values
 */
public final class Choice<T> extends Asked<T> {
  private final String name;
  private final List<T> values;
  private boolean ordered;
  private T defaultValue;

  Choice(Hyperparameters owner, String name, List<T> values, boolean ordered) {
    super(owner);
    this.name = name;
    this.values = values;
    this.ordered = ordered;
  }

  /** Sets whether neighbors in the list are similar. By default this is true for numbers. */
  public Choice<T> ordered(boolean alike) {
    checkOpen();
    this.ordered = alike;
    return this;
  }

  /** Sets the default value. If not set, it is the first one. */
  public Choice<T> defaultValue(T value) {
    checkOpen();
    this.defaultValue = value;
    return this;
  }

  @Override
  Parameter parameter() {
    return new ChoiceParameter(name, values, ordered, defaultValue);
  }

  @Override
  T typed(Object value) {
    for (T own : values) {
      if (own.equals(value)) {
        return own;
      }
    }
    throw Cells.refuse(name, "one of " + values, value);
  }
}
