// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;
import java.util.List;

/**
 * Determines which coordinates of a point are active. A dependent coordinate is active while its
 * parent is active and in certain cells. Inactive coordinates are set to the middle, so that
 * equivalent points are equal.
 */
public final class Applicability {
  private final Axis[] axes;
  private final Rule[] rules;

  /**
   * A dependency between axes.
   *
   * @param axis the dependent axis
   * @param parent the parent, which comes before it
   * @param cells for each cell of the parent, whether the axis is active
   */
  public record Rule(int axis, int parent, boolean[] cells) {}

  /**
   * Creates the rules of a space.
   *
   * @param rules the rules, in ascending order of axis
   */
  public Applicability(Axis[] axes, List<Rule> rules) {
    this.axes = axes;
    this.rules = rules.toArray(Rule[]::new);
  }

  /** Returns the position that represents all positions of an inactive axis. */
  public static double middle(Axis axis) {
    return axis.snap(0.5);
  }

  /**
   * Moves inactive coordinates to their middles.
   *
   * @param idle receives which coordinates are inactive; all false if there are no rules
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
