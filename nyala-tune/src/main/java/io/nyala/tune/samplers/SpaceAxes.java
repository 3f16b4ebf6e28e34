// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.math.Applicability;
import io.nyala.tune.math.Axis;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The hyperparameters of a space as axes of the unit cube. */
final class SpaceAxes {
  private SpaceAxes() {}

  /** Returns the axis of each hyperparameter, in the order of the space. */
  static Axis[] of(SearchSpace space) {
    return space.parameters().stream().map(SpaceAxes::of).toArray(Axis[]::new);
  }

  private static Axis of(Parameter parameter) {
    return parameter.points().isEmpty() ? Axis.line() : Cells.of(parameter);
  }

  /** Returns the coordinates that can vary. */
  static int[] varying(Axis[] axes) {
    int[] varying = new int[axes.length];
    int count = 0;
    for (int a = 0; a < axes.length; a++) {
      if (axes[a].count() != 1) {
        varying[count++] = a;
      }
    }
    return Arrays.copyOf(varying, count);
  }

  /** Fills the coordinates that cannot vary, and draws the others uniformly. */
  static double[] draw(Axis[] axes, Draws draws) {
    double[] point = new double[axes.length];
    for (int a = 0; a < axes.length; a++) {
      point[a] = axes[a].snap(draws.nextDouble());
    }
    return point;
  }

  /**
   * Returns the conditions of the space as rules for some of its axes.
   *
   * @param chosen the coordinates of the axes that can vary
   */
  static Applicability applicability(SearchSpace space, int[] chosen, Axis[] axes) {
    List<Applicability.Rule> rules = new ArrayList<>();
    for (int c = 0; c < chosen.length; c++) {
      addRules(space, chosen, c, chosen[c], rules);
    }
    return new Applicability(axes, rules);
  }

  /** Adds the rules for axis c that follow from the conditions of a hyperparameter. */
  private static void addRules(
      SearchSpace space, int[] chosen, int c, int child, List<Applicability.Rule> rules) {
    for (Condition condition : space.conditions(child)) {
      int index = space.indexOf(condition.parent());
      Parameter parent = space.parameter(index);
      int place = Arrays.binarySearch(chosen, index);
      if (place >= 0) {
        boolean[] cells = new boolean[(int) parent.points().getAsLong()];
        for (int i = 0; i < cells.length; i++) {
          cells[i] = condition.values().contains(parent.at(i));
        }
        rules.add(new Applicability.Rule(c, place, cells));
      } else {
        // The parent has a single value, which a condition always allows, so its own conditions
        // decide.
        addRules(space, chosen, c, index, rules);
      }
    }
  }

  /**
   * The cells of a hyperparameter, with cached middles if there are few.
   *
   * @param middles the middles, or null if there are many
   */
  private record Cells(Parameter parameter, long count, boolean ordered, double[] middles)
      implements Axis {
    private static final int FEW = 4096;

    static Cells of(Parameter parameter) {
      long count = parameter.points().getAsLong();
      double[] middles = null;
      if (count <= FEW) {
        middles = new double[(int) count];
        for (int i = 0; i < count; i++) {
          middles[i] = parameter.toUnit(parameter.at(i));
        }
      }
      return new Cells(parameter, count, parameter.ordered(), middles);
    }

    @Override
    public double edge(long index) {
      return parameter.cell(index);
    }

    @Override
    public double middle(long index) {
      return middles != null ? middles[(int) index] : parameter.toUnit(parameter.at(index));
    }

    @Override
    public long index(double place) {
      return parameter.index(Math.clamp(place, 0, 1));
    }
  }
}
