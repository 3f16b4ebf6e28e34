// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.LayerRegistry;
import io.nyala.settings.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A recurrent layer with any cell, built-in or custom. Its time steps are unrolled: for long
 * sequences with built-in cells, {@link LSTM}, {@link GRU} and {@link SimpleRNN} are faster.
 */
public final class RNN extends Recurrent<RNN> {
  private final RecurrentCell<?> cell;

  /** Creates the layer with a cell. */
  public RNN(RecurrentCell<?> cell) {
    this.cell = add(cell);
  }

  static RNN from(Settings s) {
    List<RecurrentCell<?>> cells =
        s.get("cell") instanceof List<?> several
            ? StackedRNNCells.cells(several)
            : StackedRNNCells.cells(Collections.singletonList(s.get("cell")));
    return new RNN(cells.size() == 1 ? cells.get(0) : new StackedRNNCells(cells)).readRecurrent(s);
  }

  @Override
  RecurrentCell<?> cell() {
    return cell;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("cell", LayerRegistry.toConfig(cell));
    return config;
  }
}
