// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.DataException;
import io.nyala.data.series.SeriesTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search for the order of an ARIMA model with the least Akaike criterion, step by step as in
 * Hyndman and Khandakar (2008) and pmdarima: from four simple orders, neighbours are tried as long
 * as they are better.
 *
 * <p>The number of differences is chosen by tests, because the criterion cannot compare models of
 * different series: KPSS for {@code d}, up to 2, and the strength of the season for {@code D}, up
 * to 1. All candidates are compared over the same residuals; the best one is then estimated on all.
 * Models at the border of stationarity or invertibility are left out.
 */
public final class AutoArima {
  private int maxP = 5;
  private int maxQ = 5;
  private int maxSeasonal = 2;
  private int period = 1;
  private int d = -1;
  private int seasonalD = -1;
  private boolean stepwise = true;

  AutoArima() {}

  /** Sets the largest numbers of autoregressive and moving average terms; default 5 and 5. */
  public AutoArima max(int p, int q) {
    maxP = p;
    maxQ = q;
    return this;
  }

  /**
   * Adds seasonal terms.
   *
   * @param steps the length of a season, for example 12 for months
   * @throws DataException if it is below 2
   */
  public AutoArima seasonal(int steps) {
    if (steps < 2) {
      throw new DataException("AutoArima: expected a period of 2 or more steps, got " + steps);
    }
    period = steps;
    return this;
  }

  /** Sets the largest number of seasonal terms of each kind; default 2. */
  public AutoArima maxSeasonal(int terms) {
    maxSeasonal = terms;
    return this;
  }

  /**
   * Sets the numbers of differences, in place of the tests.
   *
   * @param neighbours the number of differences between neighbours
   * @param seasons the number of differences between seasons
   */
  public AutoArima differences(int neighbours, int seasons) {
    d = neighbours;
    seasonalD = seasons;
    return this;
  }

  /** Tries all orders in place of a search step by step. */
  public AutoArima all() {
    stepwise = false;
    return this;
  }

  /**
   * Searches for a model of a series.
   *
   * @throws DataException if there are too few values
   */
  public Found fit(double[] values) {
    return search(new Regression(values, List.of(), new double[0][]));
  }

  /**
   * Searches for a model with exogenous columns; see {@link Arima#fit(SeriesTable, String,
   * String...)}.
   */
  public Found fit(SeriesTable series, String target, String... exogenous) {
    return search(Regression.of(series, target, exogenous));
  }

  /**
   * A model that was tried.
   *
   * @param order the order
   * @param constant whether it has a constant
   * @param aic its criterion over the residuals that all candidates share; infinite if the model is
   *     at the border of stationarity or invertibility
   */
  public record Candidate(ArimaOrder order, boolean constant, double aic) {}

  /**
   * The result of a search.
   *
   * @param best the best model
   * @param tried all models that were tried, best first
   */
  public record Found(ArimaFit best, List<Candidate> tried) {}

  private Found search(Regression data) {
    double[] rest = data.unexplained();
    int seasons = seasonalD >= 0 ? seasonalD : UnitRoots.seasonalDifferences(rest, period);
    double[] left = new ArimaOrder(0, 0, 0, 0, seasons, 0, period).difference(rest);
    int differences = d >= 0 ? d : UnitRoots.differences(left);
    return new Search(data, differences, seasons).run();
  }

  private final class Search {
    private final Regression data;
    private final int differences;
    private final int seasons;
    private final int condition;
    private final Map<Candidate, Double> seen = new LinkedHashMap<>();
    private Candidate best;

    Search(Regression data, int differences, int seasons) {
      this.data = data;
      this.differences = differences;
      this.seasons = seasons;
      int changes = data.values().length - differences - seasons * period;
      int reach = maxP + (period > 1 ? maxSeasonal * period : 0);
      // A short series keeps three quarters of its residuals; longer orders are not tried.
      this.condition = Math.max(0, Math.min(reach, changes / 4));
    }

    Found run() {
      boolean constant = differences + seasons < 2;
      int one = period > 1 && maxSeasonal > 0 ? 1 : 0;
      if (stepwise) {
        consider(2, 2, one, one, constant);
        consider(0, 0, 0, 0, constant);
        consider(1, 0, one, 0, constant);
        consider(0, 1, 0, one, constant);
        consider(0, 0, 0, 0, false);
        while (improved()) {
          // Each improvement starts from the new best model.
        }
      } else {
        everything(constant);
      }
      if (best == null) {
        throw new DataException(
            "AutoArima: no model fits %d values; hint: max(p, q) or maxSeasonal(n) limits the order"
                .formatted(data.values().length));
      }
      Arima model = model(best.order(), best.constant());
      List<Candidate> tried = new ArrayList<>();
      seen.forEach((c, aic) -> tried.add(new Candidate(c.order(), c.constant(), aic)));
      tried.sort(Comparator.comparingDouble(Candidate::aic));
      return new Found(model.fit(data, best.order().reach()), tried);
    }

    private void everything(boolean constant) {
      int most = period > 1 ? maxSeasonal : 0;
      for (int p = 0; p <= maxP; p++) {
        for (int q = 0; q <= maxQ; q++) {
          for (int sp = 0; sp <= most; sp++) {
            for (int sq = 0; sq <= most; sq++) {
              consider(p, q, sp, sq, false);
              if (constant) {
                consider(p, q, sp, sq, true);
              }
            }
          }
        }
      }
    }

    private boolean improved() {
      if (best == null) {
        return false;
      }
      ArimaOrder o = best.order();
      boolean constant = best.constant();
      int[][] moves = {
        {0, 0, -1, 0}, {0, 0, 0, -1}, {0, 0, 1, 0}, {0, 0, 0, 1}, {0, 0, -1, -1}, {0, 0, 1, 1},
        {-1, 0, 0, 0}, {0, -1, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {-1, -1, 0, 0}, {1, 1, 0, 0}
      };
      for (int[] m : moves) {
        if (consider(
            o.p() + m[0], o.q() + m[1], o.seasonalP() + m[2], o.seasonalQ() + m[3], constant)) {
          return true;
        }
      }
      return differences + seasons < 2
          && consider(o.p(), o.q(), o.seasonalP(), o.seasonalQ(), !constant);
    }

    /** Tries a model, unless it was tried or is out of bounds; returns whether it is the best. */
    private boolean consider(int p, int q, int sp, int sq, boolean constant) {
      int most = period > 1 ? maxSeasonal : 0;
      if (p < 0 || q < 0 || sp < 0 || sq < 0 || p > maxP || q > maxQ || sp > most || sq > most) {
        return false;
      }
      ArimaOrder order = new ArimaOrder(p, differences, q, sp, seasons, sq, period);
      Candidate candidate = new Candidate(order, constant, Double.NaN);
      int residuals = data.values().length - order.lost() - condition;
      int parameters = data.names().size() + order.terms() + (constant ? 1 : 0);
      if (order.reach() > condition || residuals < parameters + 2 || seen.containsKey(candidate)) {
        return false;
      }
      ArimaFit fit = model(order, constant).fit(data, condition);
      double aic = fit.note().isEmpty() ? fit.aic() : Double.POSITIVE_INFINITY;
      seen.put(candidate, aic);
      if (aic < Double.POSITIVE_INFINITY && (best == null || aic < seen.get(best))) {
        best = candidate;
        return true;
      }
      return false;
    }

    private Arima model(ArimaOrder order, boolean constant) {
      Arima model = Arima.of(order);
      return constant ? model.constant() : model;
    }
  }
}
