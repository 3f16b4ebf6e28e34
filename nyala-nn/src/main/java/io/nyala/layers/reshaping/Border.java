// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.support.Require;
import io.nyala.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Base class of layers that add or remove elements at both ends of each spatial axis.
 *
 * @param <L> the concrete layer type
 */
abstract class Border<L extends Border<L>> extends SpatialLayer<L> {
  private final String setting;
  private final int[] before;
  private final int[] after;

  /** Returns 1 for all ends where no amount is given. */
  static int[] orDefault(int... amounts) {
    return amounts != null && amounts.length == 0 ? new int[] {1} : amounts;
  }

  /**
   * Creates the layer.
   *
   * @param amounts one number for all ends, one for each axis, or one for each end
   */
  Border(String setting, int spatialRank, int... amounts) {
    super(spatialRank);
    this.setting = setting;
    Require.given(className(), setting, amounts);
    if (amounts.length == 2 * spatialRank) {
      int[] front = new int[spatialRank];
      int[] back = new int[spatialRank];
      for (int i = 0; i < spatialRank; i++) {
        front[i] = amounts[2 * i];
        back[i] = amounts[2 * i + 1];
      }
      before = perAxis(setting, 0, front);
      after = perAxis(setting, 0, back);
    } else if (amounts.length != 1 && amounts.length != spatialRank) {
      throw new IllegalArgumentException(
          "%s: %s must be 1 number%s or %d, got %s"
              .formatted(
                  className(),
                  setting,
                  spatialRank == 1 ? "" : " or " + spatialRank,
                  2 * spatialRank,
                  Arrays.toString(amounts)));
    } else {
      before = perAxis(setting, 0, amounts);
      after = before;
    }
  }

  /** Reads numbers that are nested or not. */
  static int[] amounts(Settings s, String setting) {
    if (!(s.get(setting) instanceof List<?> list)
        || list.stream().noneMatch(List.class::isInstance)) {
      return s.getInts(setting, 1);
    }
    return list.stream()
        .flatMapToInt(
            pair ->
                Arrays.stream(
                    new Settings(s.className(), Collections.singletonMap(setting, pair))
                        .getInts(setting)))
        .toArray();
  }

  final int before(int axis) {
    return before[axis];
  }

  final int after(int axis) {
    return after[axis];
  }

  final List<List<Integer>> pairs() {
    List<List<Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      pairs.add(List.of(before[i], after[i]));
    }
    return pairs;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put(setting, spatialRank() == 1 ? pairs().get(0) : pairs());
    putDataFormat(config);
    return config;
  }
}
