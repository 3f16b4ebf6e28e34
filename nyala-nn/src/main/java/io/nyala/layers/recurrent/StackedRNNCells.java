// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A stack of cells that acts as one cell; its states are those of the cells, in order. */
public final class StackedRNNCells extends RecurrentCell<StackedRNNCells> {
  private final List<RecurrentCell<?>> cells;

  /** Creates a stack of cells; the first cell receives the input. */
  public StackedRNNCells(List<? extends RecurrentCell<?>> cells) {
    if (Arguments.allGiven("StackedRNNCells: cells", cells).isEmpty()) {
      throw new IllegalArgumentException("StackedRNNCells: expected at least one cell");
    }
    this.cells = List.copyOf(cells);
    this.cells.forEach(this::add);
  }

  static StackedRNNCells from(Settings s) {
    return new StackedRNNCells(cells(s.getList("cells")));
  }

  static List<RecurrentCell<?>> cells(List<?> forms) {
    List<RecurrentCell<?>> cells = new ArrayList<>();
    for (Object form : forms) {
      if (!(LayerRegistry.inner(form) instanceof RecurrentCell<?> cell)) {
        throw new IllegalArgumentException("expected a recurrent cell, got " + form);
      }
      cells.add(cell);
    }
    return cells;
  }

  @Override
  public List<Integer> stateSizes() {
    return cells.stream().flatMap(c -> c.stateSizes().stream()).toList();
  }

  @Override
  public int outputSize() {
    return cells.getLast().outputSize();
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = inputShapes.get(0);
    for (RecurrentCell<?> cell : cells) {
      cell.buildOn(List.of(x));
      x = x.with(-1, cell.outputSize());
    }
  }

  @Override
  protected List<Value> shared(Call call, Value x, List<Value> states) {
    List<Value> all = new ArrayList<>();
    Value y = x;
    int at = 0;
    for (RecurrentCell<?> cell : cells) {
      List<Value> own = states.subList(at, at + cell.stateSizes().size());
      List<Value> drawn = cell.shared(call, y, own);
      all.addAll(drawn);
      // Only its shape matters: masks of the next cell are drawn for it.
      y = cell.step(call, y, own, drawn).get(0);
      at += own.size();
    }
    return all;
  }

  @Override
  protected List<Value> step(Call call, Value x, List<Value> states, List<Value> shared) {
    List<Value> after = new ArrayList<>();
    Value y = x;
    int at = 0;
    int sharedAt = 0;
    for (RecurrentCell<?> cell : cells) {
      List<Value> own = states.subList(at, at + cell.stateSizes().size());
      int count = cell.sharedCount(call);
      List<Value> next = cell.step(call, y, own, shared.subList(sharedAt, sharedAt + count));
      y = next.get(0);
      after.addAll(next.subList(1, next.size()));
      at += own.size();
      sharedAt += count;
    }
    after.add(0, y);
    return after;
  }

  @Override
  protected int sharedCount(Call call) {
    return cells.stream().mapToInt(c -> c.sharedCount(call)).sum();
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("cells", cells.stream().map(LayerRegistry::toConfig).toList());
    return config;
  }
}
