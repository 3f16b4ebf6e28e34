// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Registry;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Factory methods for learning rate schedules. */
public final class Schedules {
  private static final Registry<Schedule> REGISTRY =
      new Registry<Schedule>("learning rate schedule")
          .add(ExponentialDecay::of, "ExponentialDecay")
          .add(InverseTimeDecay::of, "InverseTimeDecay")
          .add(PolynomialDecay::of, "PolynomialDecay")
          .add(CosineDecay::of, "CosineDecay")
          .add(CosineDecayRestarts::of, "CosineDecayRestarts")
          .add(PiecewiseConstantDecay::of, "PiecewiseConstantDecay");

  private Schedules() {}

  /** Returns {@code initial * decayRate^(step / decaySteps)}. */
  public static ExponentialDecay exponentialDecay(
      double initial, double decaySteps, double decayRate) {
    return new ExponentialDecay(initial, decaySteps, decayRate);
  }

  /** Returns {@code initial / (1 + decayRate * step / decaySteps)}. */
  public static InverseTimeDecay inverseTimeDecay(
      double initial, double decaySteps, double decayRate) {
    return new InverseTimeDecay(initial, decaySteps, decayRate);
  }

  /** Returns a linear decay from {@code initial} to {@code end}. */
  public static PolynomialDecay linearDecay(double initial, double decaySteps, double end) {
    return new PolynomialDecay(initial, decaySteps, end);
  }

  /** Returns a cosine decay from {@code initial} to 0. */
  public static CosineDecay cosineDecay(double initial, double decaySteps) {
    return new CosineDecay(initial, decaySteps);
  }

  /** Returns a linear warm-up from 0 to {@code top}, followed by a cosine decay to 0. */
  public static CosineDecay cosineDecayWithWarmup(
      double top, double decaySteps, double warmupSteps) {
    return new CosineDecay(0, decaySteps, 0, top, warmupSteps);
  }

  /** Returns a cosine decay with restarts, each twice as long as the previous one. */
  public static CosineDecayRestarts cosineDecayRestarts(double initial, double firstDecaySteps) {
    return new CosineDecayRestarts(initial, firstDecaySteps);
  }

  /**
   * Returns a piecewise constant learning rate; {@code values} has one element more than the
   * boundaries.
   */
  public static PiecewiseConstantDecay piecewiseConstantDecay(long[] boundaries, double... values) {
    return new PiecewiseConstantDecay(
        LongStream.of(Arguments.given("PiecewiseConstantDecay: boundaries", boundaries))
            .boxed()
            .toList(),
        DoubleStream.of(Arguments.given("PiecewiseConstantDecay: values", values))
            .boxed()
            .toList());
  }

  /**
   * Returns a schedule from a Keras configuration: null, or {@code {class_name, config}}.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  public static Schedule fromConfig(Object form) {
    return REGISTRY.read(form);
  }

  /** Returns the Keras configuration of a schedule. */
  public static Map<String, Object> toConfig(Schedule schedule) {
    Arguments.given("schedule", schedule);
    return Serialized.object(
        schedule, "keras.optimizers.schedules", schedule.className(), schedule.config());
  }

  /** Registers a custom schedule for reading model files. */
  public static void register(String name, Function<Settings, ? extends Schedule> reader) {
    REGISTRY.add(reader, name);
  }

  /** Returns an integer as such, so that files have 10 rather than 10.0. */
  static Number number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return (long) value;
    }
    return value;
  }
}
