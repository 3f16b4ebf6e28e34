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
 * A measure that is gathered over batches. What it needs of targets and predictions is said as
 * operations in {@link #observe}, which run inside the compiled program; what it makes of that is
 * plain Java in {@link #update}. Sums are kept in double precision.
 *
 * <p>A metric gathers for one run at a time. A run that finds it at work, such as an evaluation
 * while a training goes on, gathers into a {@link #copy} instead.
 */
public abstract class Metric implements Measure, Cloneable {
  private static final Set<Class<?>> UNCHANGING =
      Set.of(String.class, Boolean.class, Integer.class, Long.class, Float.class, Double.class);

  private String name;
  private boolean atWork;

  /** Creates a metric with the name under which it is logged, for example {@code accuracy}. */
  protected Metric(String name) {
    this.name = Arguments.given("a metric's name", name);
  }

  /** Returns the name in the logs. */
  @Override
  public final String name() {
    return name;
  }

  /** Gives the metric another name in the logs. */
  public Metric named(String newName) {
    this.name = Arguments.given("a metric's name", newName);
    return this;
  }

  /** Returns the values that {@link #update} wants; by default targets and predictions. */
  protected List<Value> observe(Value yTrue, Value yPred) {
    return List.of(yTrue, yPred);
  }

  /** As {@link #observe}, for the trainer. */
  public final List<Value> observed(Value yTrue, Value yPred) {
    return observe(yTrue, yPred);
  }

  /**
   * Takes in a batch. Must not keep the tensors, which are used again.
   *
   * @param observed the contents of what {@link #observe} returned
   * @param sampleWeight {@code (batch,)} or finer, or null
   */
  public abstract void update(List<Tensor> observed, Tensor sampleWeight);

  /**
   * Returns the measure of all batches since the last reset; the mean where there are several
   * numbers.
   */
  public abstract double result();

  /**
   * Returns what {@link #update} has gathered, so that {@link #restore} can go on from it; null,
   * the default, if this metric cannot say.
   */
  public double[] state() {
    return null;
  }

  /** Goes on from a state that {@link #state} gave. */
  public void restore(double[] state) {
    throw new UnsupportedOperationException(this + " keeps no state");
  }

  /** Returns all numbers of the measure: one for each threshold or class where it has several. */
  public double[] results() {
    return new double[] {result()};
  }

  /** Forgets all batches. */
  public abstract void reset();

  /**
   * Returns a metric with the same settings that has gathered nothing.
   *
   * <p>By default a clone of this one, which serves where all fields hold numbers, texts and other
   * things that never change. A metric that gathers into arrays or collections overrides this, for
   * example by {@code return new WorstErrors(classes)}.
   *
   * @throws IllegalStateException by default, if there are other fields
   */
  public Metric copy() {
    for (Class<?> c = getClass(); c != Metric.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !isUnchanging(field.getType())) {
          throw new IllegalStateException(
              ("metric \"%s\" (%s) is at work in another run, such as the fit that this evaluation"
                      + " is part of, and cannot be copied, because of its field %s; override copy()"
                      + " in it")
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

  /** Returns a clone that shares what it gathers into. */
  final Metric shallowCopy() {
    try {
      return (Metric) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Takes this metric for a run and forgets all batches; for the trainer, who calls {@link
   * #release} in the end.
   *
   * @return this metric, or a copy where it is at work in another run
   */
  public final synchronized Metric take() {
    if (atWork) {
      return copy();
    }
    atWork = true;
    reset();
    return this;
  }

  /** Ends what {@link #take} began. */
  public final synchronized void release() {
    atWork = false;
  }

  /** Returns whether larger is better; decides what callbacks that monitor this metric look for. */
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
