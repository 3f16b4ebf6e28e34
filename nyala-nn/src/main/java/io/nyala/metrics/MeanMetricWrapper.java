// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.Aligned;
import io.nyala.losses.BinaryCrossentropy;
import io.nyala.losses.Loss;
import io.nyala.losses.SparseCategoricalCrossentropy;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** The mean of a function of targets and predictions, for example of a loss. */
public final class MeanMetricWrapper extends MeanMetric {
  private final String className;
  private final BinaryOperator<Value> function;
  private final boolean larger;
  private final Map<String, Object> settings;

  MeanMetricWrapper(
      String className,
      String name,
      BinaryOperator<Value> function,
      boolean larger,
      Map<String, Object> settings) {
    super(name);
    this.className = className;
    this.function = function;
    this.larger = larger;
    this.settings = settings;
  }

  /**
   * Creates the mean of a custom function.
   *
   * @param name the name in the logs
   * @param perSample computes one number for each sample (and step) from float32 targets and
   *     predictions, whose ranks are aligned
   * @param largerIsBetter whether larger values are better, for callbacks
   */
  public MeanMetricWrapper(String name, BinaryOperator<Value> perSample, boolean largerIsBetter) {
    this(
        "MeanMetricWrapper",
        name,
        aligned(Arguments.given(name + ": function", perSample)),
        largerIsBetter,
        Map.of());
  }

  /** Creates the mean of a loss, under its name. */
  public MeanMetricWrapper(Loss loss) {
    this(Arguments.given("MeanMetricWrapper: loss", loss).className(), loss.name(), loss);
  }

  MeanMetricWrapper(String className, String name, Loss loss) {
    this(className, name, loss::perSample, false, settingsOf(loss));
  }

  private static Map<String, Object> settingsOf(Loss loss) {
    Map<String, Object> settings = new LinkedHashMap<>(loss.config());
    settings.remove("name");
    settings.remove("reduction");
    // Here Keras's metrics have other settings than its losses, and refuse to read more.
    switch (loss) {
      case BinaryCrossentropy b -> settings.remove("axis");
      case SparseCategoricalCrossentropy s -> settings.put("axis", -1);
      default -> {}
    }
    return settings;
  }

  static BinaryOperator<Value> aligned(BinaryOperator<Value> function) {
    return (yTrue, yPred) -> {
      Aligned both = Aligned.of(Ops.cast(yTrue, DType.FLOAT32), yPred);
      return function.apply(both.yTrue(), both.yPred());
    };
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return List.of(function.apply(yTrue, yPred));
  }

  @Override
  public Metric copy() {
    Metric copy = shallowCopy();
    copy.reset();
    return copy;
  }

  @Override
  public boolean largerIsBetter() {
    return larger;
  }

  @Override
  public String className() {
    return className;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.putAll(settings);
    return config;
  }
}
