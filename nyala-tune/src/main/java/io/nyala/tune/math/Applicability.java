// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;
import java.util.List;

/**
 * Which coordinates of a point count. One that depends on another counts while that one counts and
 * lies in certain cells; while it does not, its place is the middle, so that points which mean the
 * same are the same.
 */
public final class Applicability {
  private final Axis[] axes;
  private final Rule[] rules;

  /**
   * That one axis depends on another.
   *
   * @param axis depends
   * @param parent comes before it
   * @param cells of the parent, true where the axis counts
   */
  public record Rule(int axis, int parent, boolean[] cells) {}

  /**
   * Creates the rules of a space.
   *
   * @param rules by rising axis
   */
  public Applicability(Axis[] axes, List<Rule> rules) {
    this.axes = axes;
    this.rules = rules.toArray(Rule[]::new);
  }

  /** Returns the place that stands for all places of an axis that does not count. */
  public static double middle(Axis axis) {
    return axis.snap(0.5);
  }

  /**
   * Moves the coordinates that do not count to their middles.
   *
   * @param idle receives which these are; all false on return if there are no rules
   */
  public void settle(double[] point, boolean[] idle) {
    Arrays.fill(idle, false);
    for (Rule rule : rules) {
      boolean counts =
          !idle[rule.parent] && rule.cells[(int) axes[rule.parent].index(point[rule.parent])];
      if (!counts) {
        idle[rule.axis] = true;
        point[rule.axis] = middle(axes[rule.axis]);
      }
    }
  }
}
