// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.History;
import io.nyala.tune.space.ChoiceParameter;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries all points of a space, with the last hyperparameter changing fastest, and then proposes
 * nothing more. For a range without steps, it tries ten values like KerasTuner: the middles of ten
 * cells on its scale. Hyperparameters that do not apply add no points.
 */
public final class GridSampler implements Sampler {
  private static final int CELLS = 10;

  private final int cells;

  private GridSampler(int cells) {
    this.cells = cells;
  }

  /** Creates a grid of ten values for each range without steps. */
  public GridSampler() {
    this(CELLS);
  }

  /**
   * Returns a grid with a number of values for each range without steps.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public GridSampler cells(int values) {
    if (values < 1) {
      throw new IllegalArgumentException("grid: expected at least 1 value, got " + values);
    }
    return new GridSampler(values);
  }

  /**
   * Returns the number of points of the grid.
   *
   * @return at most {@code Long.MAX_VALUE}, which also represents larger numbers
   */
  public long points(SearchSpace space) {
    return grid(space).points().orElseThrow();
  }

  private SearchSpace grid(SearchSpace space) {
    List<Parameter> parameters = new ArrayList<>();
    Map<String, List<Condition>> conditions = new HashMap<>();
    for (int i = 0; i < space.size(); i++) {
      Parameter parameter = space.parameter(i);
      parameters.add(parameter.points().isPresent() ? parameter : choices(parameter));
      conditions.put(parameter.name(), space.conditions(i));
    }
    return SearchSpace.of(parameters, conditions);
  }

  private Parameter choices(Parameter range) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      values.add(range.fromUnit((i + 0.5) / cells));
    }
    return new ChoiceParameter(range.name(), values, true, null);
  }

  @Override
  public Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws) {
    SearchSpace grid = grid(space);
    return number < grid.points().orElseThrow()
        ? Optional.of(space.point(grid.at(number)))
        : Optional.empty();
  }

  @Override
  public String describe() {
    return "grid of " + cells + " values for each range without steps";
  }

  @Override
  public String toString() {
    return describe();
  }
}
