// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * Appends the same trained numbers to each row: the standard deviations of a policy that do not
 * depend on the observation.
 */
public final class LearnedConstants extends Layer {
  private final int count;
  private final double first;
  private Weight values;

  /**
   * Creates the layer.
   *
   * @param count the number of trained numbers
   * @param first their initial value
   */
  public LearnedConstants(int count, double first) {
    this.count = count;
    this.first = first;
  }

  static LearnedConstants from(Settings s) {
    return new LearnedConstants(s.getInt("count", 1), s.getDouble("first", 0));
  }

  /** Returns the numbers, building the layer if necessary. */
  public Weight values() {
    if (!isBuilt()) {
      buildOn(List.of(Shape.of(Shape.UNKNOWN, 1)));
    }
    return values;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    values = addWeight("values", Shape.of(count), Initializers.constant(first), true, null, null);
  }

  @Override
  protected Value call(Call call, Value x) {
    // Added to zeros with the same number of rows as x, which may be unknown.
    Value zeros = Ops.slice(x, 1, 0, 1).times(0);
    return Ops.concatenate(List.of(x, zeros.plus(call.read(values))), 1);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("count", count);
    config.put("first", first);
    return config;
  }
}
