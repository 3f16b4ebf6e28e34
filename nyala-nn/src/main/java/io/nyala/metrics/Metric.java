// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.Loss;
import io.nyala.losses.Measure;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A measure accumulated over batches. {@link #observe} expresses the values needed from targets and
 * predictions as operations, which run inside the compiled program; {@link #update} accumulates
 * them in plain Java. Sums are kept in double precision.
 *
 * <p>A metric accumulates for one run at a time. A run that finds it in use, such as an evaluation
 * during training, accumulates into a {@link #copy} instead.
 */
public abstract class Metric implements Measure, Cloneable {
  private static final Set<Class<?>> UNCHANGING =
      Set.of(String.class, Boolean.class, Integer.class, Long.class, Float.class, Double.class);

  private String name;
  private boolean atWork;

  /** Creates a metric with its name in the logs, for example {@code accuracy}. */
  protected Metric(String name) {
    this.name = Arguments.given("a metric's name", name);
  }

  /** Returns the name in the logs. */
  @Override
  public final String name() {
    return name;
  }

  /** Sets the name in the logs. */
  public Metric named(String newName) {
    this.name = Arguments.given("a metric's name", newName);
    return this;
  }

  /** Returns the values passed to {@link #update}; by default targets and predictions. */
  protected List<Value> observe(Value yTrue, Value yPred) {
    return List.of(yTrue, yPred);
  }

  /** Same as {@link #observe}, for the trainer. */
  public final List<Value> observed(Value yTrue, Value yPred) {
    return observe(yTrue, yPred);
  }

  /**
   * Updates the metric with a batch. Must not keep the tensors, which are reused.
   *
   * @param observed the tensors of the values returned by {@link #observe}
   * @param sampleWeight of shape {@code (batch,)} or with more axes, or null
   */
  public abstract void update(List<Tensor> observed, Tensor sampleWeight);

  /**
   * Returns the result over all batches since the last reset; the mean if there are several
   * numbers.
   */
  public abstract double result();

  /**
   * Returns the accumulated state for {@link #restore}; null, the default, if this metric does not
   * support it.
   */
  public double[] state() {
    return null;
  }

  /** Restores a state returned by {@link #state}. */
  public void restore(double[] state) {
    throw new UnsupportedOperationException(this + " keeps no state");
  }

  /** Returns all results: one per threshold or class if there are several. */
  public double[] results() {
    return new double[] {result()};
  }

  /** Forgets all batches. */
  public abstract void reset();

  /**
   * Returns a metric with the same settings and no accumulated state.
   *
   * <p>The default is a clone, which is sufficient if all fields hold numbers, strings and other
   * immutable values. A metric that accumulates into arrays or collections must override this, for
   * example with {@code return new WorstErrors(classes)}.
   *
   * @throws IllegalStateException by default, if there are other fields
   */
  public Metric copy() {
    for (Class<?> c = getClass(); c != Metric.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !isUnchanging(field.getType())) {
          throw new IllegalStateException(
              ("metric \"%s\" (%s) is in use by another run, such as the fit that contains this "
                      + "evaluation, and cannot be copied because of its field %s; override copy()")
                  .formatted(name, getClass().getName(), field.getName()));
        }
      }
    }
    Metric copy = shallowCopy();
    copy.reset();
    return copy;
  }

  private static boolean isUnchanging(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || UNCHANGING.contains(type)
        || Loss.class.isAssignableFrom(type)
        || type.getPackageName().equals("java.util.function");
  }

  /** Returns a clone that shares its accumulators. */
  final Metric shallowCopy() {
    try {
      return (Metric) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Acquires and resets this metric for a run; for the trainer, which calls {@link #release} at the
   * end.
   *
   * @return this metric, or a copy if it is in use by another run
   */
  public final synchronized Metric take() {
    if (atWork) {
      return copy();
    }
    atWork = true;
    reset();
    return this;
  }

  /** Releases the metric after {@link #take}. */
  public final synchronized void release() {
    atWork = false;
  }

  /** Returns whether larger values are better; used by callbacks that monitor this metric. */
  public boolean largerIsBetter() {
    return false;
  }

  /** Returns Keras's class name, for example {@code BinaryAccuracy}. */
  public String className() {
    return getClass().getSimpleName();
  }

  /** Returns the settings under their Keras names. */
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("dtype", "float32");
    return config;
  }

  @Override
  public String toString() {
    return name;
  }
}
