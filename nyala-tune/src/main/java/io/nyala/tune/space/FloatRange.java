// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** A builder for a range of numbers. */
public final class FloatRange extends Asked<Double> {
  private final String name;
  private final double min;
  private final double max;
  private double step;
  private Sampling sampling = Sampling.LINEAR;
  private Double defaultValue;

  FloatRange(Hyperparameters owner, String name, double min, double max) {
    super(owner);
    this.name = name;
    this.min = min;
    this.max = max;
  }

  /** Sets the step between neighbours, which is added, or multiplied on a logarithmic scale. */
  public FloatRange step(double newStep) {
    checkOpen();
    if (!(newStep > 0)) {
      throw Cells.refuse(name, "a positive step", newStep);
    }
    this.step = newStep;
    return this;
  }

  /** Searches on a logarithmic scale. */
  public FloatRange log() {
    return sampling(Sampling.LOG);
  }

  /** Searches on a logarithmic scale that is dense at the upper end. */
  public FloatRange reverseLog() {
    return sampling(Sampling.REVERSE_LOG);
  }

  private FloatRange sampling(Sampling scale) {
    checkOpen();
    this.sampling = scale;
    return this;
  }

  /** Sets the default value. If not set, it is the minimum. */
  public FloatRange defaultValue(double value) {
    checkOpen();
    this.defaultValue = value;
    return this;
  }

  @Override
  Parameter parameter() {
    return new FloatParameter(name, min, max, step, sampling, defaultValue);
  }

  @Override
  Double typed(Object value) {
    return (Double) value;
  }
}
