// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.batches.Shuffle;
import io.nyala.models.programs.BatchSpec;
import io.nyala.models.programs.Rows;
import io.nyala.models.programs.Step;
import io.nyala.models.training.DataPosition;
import java.util.LinkedHashMap;
import java.util.Map;

/** Feeds steps from rows in memory. */
public final class RowsFeed implements Feed {
  private final Rows rows;
  private final int batch;
  private final int batches;
  private final int steps;
  private final int[] order;
  private final long seed;
  private final BatchSpec whole;
  private final BatchSpec tail;
  private long orderedPass = -1;
  private long next;
  private int left;
  private Map<String, String> marks;
  private int from;
  private int firstEpoch;
  private long origin;
  private boolean inParts;

  private RowsFeed(Rows rows, int batch, int steps, int[] order, long seed) {
    this.rows = rows;
    this.batch = Math.min(batch, rows.count());
    this.batches = Math.ceilDiv(rows.count(), this.batch);
    this.steps = steps;
    this.order = order;
    this.seed = seed;
    int rest = rows.count() % this.batch;
    this.whole = rows.spec(this.batch);
    this.tail = rest == 0 ? whole : rows.spec(rest);
  }

  /**
   * Feeds rows to training, epoch by epoch.
   *
   * @param size rows per batch
   * @param stepsPerEpoch steps per epoch, or null for all rows
   * @param seed the seed of the row order if the rows are shuffled
   */
  public static RowsFeed training(
      Rows rows, int size, Integer stepsPerEpoch, boolean shuffle, long seed) {
    int batch = Math.min(size, rows.count());
    int steps = stepsPerEpoch != null ? stepsPerEpoch : Math.ceilDiv(rows.count(), batch);
    int[] order = shuffle ? new int[rows.count()] : null;
    RowsFeed feed = new RowsFeed(rows, batch, steps, order, seed);
    feed.inParts = stepsPerEpoch != null;
    return feed;
  }

  /** Feeds rows to an evaluation in their given order, for at most {@code mostSteps} steps. */
  public static RowsFeed evaluation(Rows rows, int size, int mostSteps) {
    int batch = Math.min(size, rows.count());
    int steps = Math.min(mostSteps, Math.ceilDiv(rows.count(), batch));
    return new RowsFeed(rows, batch, steps, null, 0);
  }

  @Override
  public void start(DataPosition position, int epoch) {
    firstEpoch = epoch;
    origin = (long) epoch * steps;
    if (order != null) {
      long used = position.used(batches);
      // Epochs that correspond to passes start with a new pass.
      origin = Math.max(origin, inParts ? used : Math.ceilDiv(used, batches) * batches);
    }
    next = origin;
  }

  @Override
  public DataPosition position() {
    return new DataPosition(next / batches, next % batches, batches, 0);
  }

  @Override
  public void begin(int epoch) {
    // The start of an epoch depends only on its number, so that training can be resumed.
    next = origin + (long) (epoch - firstEpoch) * steps;
    left = steps;
  }

  @Override
  public BatchSpec next() {
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
    from = at * batch;
    return at == batches - 1 ? tail : whole;
  }

  @Override
  public void load(Step step) {
    step.load(rows, order, from);
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
