// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** A builder for an integer range. */
public final class IntRange extends Asked<Integer> {
  private final String name;
  private final int min;
  private final int max;
  private int step;
  private Sampling sampling = Sampling.LINEAR;
  private Integer defaultValue;

  IntRange(Hyperparameters owner, String name, int min, int max) {
    super(owner);
    this.name = name;
    this.min = min;
    this.max = max;
  }

  /** Sets the step between neighbours, which is added, or multiplied on a logarithmic scale. */
  public IntRange step(int newStep) {
    checkOpen();
    if (newStep < 1) {
      throw Cells.refuse(name, "a positive step", newStep);
    }
    this.step = newStep;
    return this;
  }

  /** Searches on a logarithmic scale. */
  public IntRange log() {
    return sampling(Sampling.LOG);
  }

  /** Searches on a logarithmic scale that is dense at the upper end. */
  public IntRange reverseLog() {
    return sampling(Sampling.REVERSE_LOG);
  }

  private IntRange sampling(Sampling scale) {
    checkOpen();
    this.sampling = scale;
    return this;
  }

  /** Sets the default value. If not set, it is the minimum. */
  public IntRange defaultValue(int value) {
    checkOpen();
    this.defaultValue = value;
    return this;
  }

  @Override
  Parameter parameter() {
    return new IntParameter(name, min, max, step, sampling, defaultValue);
  }

  @Override
  Integer typed(Object value) {
    return (Integer) value;
  }
}
