// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.math.Axis;
import io.nyala.tune.math.Observations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of coordinates that an estimator can model together: those that apply to the same trials.
 */
final class AxisGroups {
  private AxisGroups() {}

  /**
   * Returns the groups.
   *
   * @param rows the number of rows to examine
   * @param joint false for one group per coordinate
   */
  static List<int[]> of(Axis[] axes, Observations table, int rows, boolean joint) {
    List<int[]> groups = new ArrayList<>();
    int[] varying = SpaceAxes.varying(axes);
    if (!joint) {
      for (int axis : varying) {
        groups.add(new int[] {axis});
      }
      return groups;
    }
    if (!hasHoles(table, varying)) {
      if (varying.length > 0) {
        groups.add(varying);
      }
      return groups;
    }
    Map<BitSet, List<Integer>> byTrials = new LinkedHashMap<>();
    for (int axis : varying) {
      BitSet applies = new BitSet(rows);
      for (int row = 0; row < rows; row++) {
        applies.set(row, !Double.isNaN(table.get(row, axis)));
      }
      byTrials.computeIfAbsent(applies, key -> new ArrayList<>()).add(axis);
    }
    for (List<Integer> together : byTrials.values()) {
      groups.add(together.stream().mapToInt(Integer::intValue).toArray());
    }
    return groups;
  }

  private static boolean hasHoles(Observations table, int[] axes) {
    for (int axis : axes) {
      if (table.hasHoles(axis)) {
        return true;
      }
    }
    return false;
  }
}
