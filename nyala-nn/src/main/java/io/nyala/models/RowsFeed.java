// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Steps from rows that lie in memory. */
final class RowsFeed implements Feed {
  private final Rows rows;
  private final int batch;
  private final int batches;
  private final int steps;
  private final Function<BatchSpec, Step> programs;
  private final int[] order;
  private final long seed;
  private long orderedPass = -1;
  private Step whole;
  private Step tail;
  private long next;
  private int left;
  private Map<String, String> marks;

  private RowsFeed(
      Rows rows, int batch, int steps, Function<BatchSpec, Step> programs, int[] order, long seed) {
    this.rows = rows;
    this.batch = Math.min(batch, rows.count());
    this.batches = Math.ceilDiv(rows.count(), this.batch);
    this.steps = steps;
    this.programs = programs;
    this.order = order;
    this.seed = seed;
  }

  /** Gives rows to training: in the order of the options, epoch after epoch. */
  static RowsFeed training(
      Rows rows, FitOptions options, long modelSeed, Function<BatchSpec, Step> programs) {
    int batch = Math.min(options.batchSizeFor(rows.count()), rows.count());
    int steps = options.steps(Math.ceilDiv(rows.count(), batch));
    int[] order = options.shuffle() ? new int[rows.count()] : null;
    return new RowsFeed(rows, batch, steps, programs, order, options.seedOr(modelSeed));
  }

  /** Gives rows to an evaluation as they lie, at most so many steps. */
  static RowsFeed evaluation(
      Rows rows, int size, int mostSteps, Function<BatchSpec, Step> programs) {
    int batch = Math.min(size, rows.count());
    int steps = Math.min(mostSteps, Math.ceilDiv(rows.count(), batch));
    return new RowsFeed(rows, batch, steps, programs, null, 0);
  }

  @Override
  public void begin(int epoch) {
    whole = programs.apply(rows.spec(batch));
    int rest = rows.count() % batch;
    tail = rest == 0 ? whole : programs.apply(rows.spec(rest));
    // Where this epoch begins is a function of its number, so that training can be resumed.
    next = (long) epoch * steps;
    left = steps;
  }

  @Override
  public Step next() {
    if (left == 0) {
      return null;
    }
    left--;
    long pass = next / batches;
    int at = (int) (next % batches);
    next++;
    if (order != null && pass != orderedPass) {
      Shuffle.permute(order, seed, pass);
      orderedPass = pass;
    }
    Step program = at == batches - 1 ? tail : whole;
    program.load(rows, order, at * batch);
    return program;
  }

  @Override
  public void skip(int count) {
    next += count;
    left -= count;
  }

  @Override
  public Map<String, String> marks(long pass) {
    if (marks == null) {
      marks = new LinkedHashMap<>();
      marks.put("batch size", String.valueOf(batch));
      marks.put("steps in an epoch", String.valueOf(steps));
      marks.put("order of rows", order == null ? "as given" : "shuffled by seed " + seed);
      marks.putAll(Sample.of(rows));
    }
    return marks;
  }

  @Override
  public int steps() {
    return steps;
  }
}
