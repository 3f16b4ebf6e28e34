// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A callback that watches one logged quantity for improvement.
 *
 * @param <C> the callback's own class
 */
public abstract class Monitor<C extends Monitor<C>> extends Callback {
  /** Which values are better. */
  public enum Mode {
    /** What the metric says: losses go down, accuracies up. */
    AUTO,
    /** Smaller values. */
    MIN,
    /** Larger values. */
    MAX
  }

  private final String quantity;
  private Mode mode = Mode.AUTO;
  private double minDelta;
  private Appendable messages;

  /**
   * Watches a quantity.
   *
   * @param quantity its name in the logs, for example {@code val_loss}
   * @param minDelta the least change that counts as improvement
   */
  protected Monitor(String quantity, double minDelta) {
    this.quantity = quantity;
    this.minDelta = Math.abs(minDelta);
  }

  /** Returns this callback as what it is. */
  protected abstract C self();

  /** Returns the name of the quantity in the logs. */
  public final String quantity() {
    return quantity;
  }

  /** Sets which values are better; by default the metric is asked. */
  public final C mode(Mode newMode) {
    this.mode = newMode;
    return self();
  }

  /** Sets the least change that counts as improvement. */
  public final C minDelta(double change) {
    this.minDelta = Math.abs(change);
    return self();
  }

  /** Says where to write what the callback does; by default nowhere. */
  public final C messagesTo(Appendable out) {
    this.messages = out;
    return self();
  }

  /** Returns the quantity, or null when it was not logged, which is said once an epoch. */
  protected final Double current(Map<String, Double> logs) {
    Double value = logs.get(quantity);
    if (value == null) {
      say(
          "%s watches \"%s\", which is not logged; there are %s\n"
              .formatted(getClass().getSimpleName(), quantity, logs.keySet()));
    }
    return value;
  }

  /**
   * Tells whether a value is better than another by more than the least change; anything is better
   * than null.
   */
  protected final boolean isImprovement(double value, Double reference) {
    if (reference == null) {
      return true;
    }
    return largerIsBetter() ? value - minDelta > reference : value + minDelta < reference;
  }

  private boolean largerIsBetter() {
    if (mode == Mode.AUTO) {
      Boolean larger = model().largerIsBetter(quantity);
      if (larger == null) {
        throw new IllegalArgumentException(
            "%s watches \"%s\": cannot tell whether larger or smaller is better; say mode(MAX) or"
                    .formatted(getClass().getSimpleName(), quantity)
                + " mode(MIN)");
      }
      return larger;
    }
    return mode == Mode.MAX;
  }

  /** Writes a message where the user wants it. */
  protected final void say(String message) {
    if (messages != null) {
      try {
        messages.append(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
