// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import io.nyala.settings.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * Base class of callbacks that monitor one logged metric for improvement. A value that is NaN or
 * infinite is never an improvement; a metric that is never logged is rejected (see {@link
 * Callback#watched}).
 *
 * @param <C> the callback's own class
 */
public abstract class Monitor<C extends Monitor<C>> extends Callback {
  /** Which values are better. */
  public enum Mode {
    /** As declared by the metric: losses decrease, accuracies increase. */
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
   * Creates a callback that monitors a metric.
   *
   * @param quantity its name in the logs, for example {@code val_loss}
   * @param minDelta the minimum change that counts as an improvement
   */
  protected Monitor(String quantity, double minDelta) {
    this.quantity = Arguments.given(getClass().getSimpleName() + ": quantity", quantity);
    this.minDelta = Math.abs(minDelta);
  }

  /** Returns this callback with its own type. */
  protected abstract C self();

  /** Returns the name of the metric in the logs. */
  public final String quantity() {
    return quantity;
  }

  /** Sets which values are better; default as declared by the metric. */
  public final C mode(Mode newMode) {
    this.mode = Arguments.given(getClass().getSimpleName() + ": mode", newMode);
    return self();
  }

  /** Sets the minimum change that counts as an improvement; its sign does not matter. */
  public final C minDelta(double change) {
    this.minDelta = Math.abs(finite("minDelta", change));
    return self();
  }

  /** Sets the output for messages about the callback's actions; default none. */
  public final C messagesTo(Appendable out) {
    this.messages = out;
    return self();
  }

  @Override
  protected Set<String> watched() {
    return Set.of(quantity);
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  /**
   * Returns the value of the metric, or null in an epoch without it, as between two validations.
   */
  protected final Double current(Map<String, Double> logs) {
    return logs.get(quantity);
  }

  /**
   * Returns whether a value is better than another by more than the minimum change. Any finite
   * value is better than null. NaN and infinity never are: they could not be improved on later.
   */
  protected final boolean isImprovement(double value, Double reference) {
    boolean up = largerIsBetter();
    if (!Double.isFinite(value)) {
      return false;
    }
    if (reference == null) {
      return true;
    }
    return up ? value - minDelta > reference : value + minDelta < reference;
  }

  /** Returns a number of at least 0. */
  final int notNegative(String setting, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s must be at least 0, got %d".formatted(setting, value));
    }
    return value;
  }

  /** Returns a number that is neither NaN nor infinite. */
  final double finite(String setting, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s must be a finite number, got %s".formatted(setting, value));
    }
    return value;
  }

  private boolean largerIsBetter() {
    if (mode == Mode.AUTO) {
      Boolean larger = model().largerIsBetter(quantity);
      if (larger == null) {
        throw new IllegalArgumentException(
            ("%s monitors \"%s\": it is unknown whether larger or smaller is better; use mode(MAX) "
                        + "or")
                    .formatted(getClass().getSimpleName(), quantity)
                + " mode(MIN)");
      }
      return larger;
    }
    return mode == Mode.MAX;
  }

  /** Writes a message to the configured output. */
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
