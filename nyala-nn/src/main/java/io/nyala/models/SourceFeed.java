// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Steps from data that come batch by batch. */
final class SourceFeed implements Feed {
  private static final String PASS = "pass looked at";

  private final BatchSource source;
  private final Function<Batch, Rows> rows;
  private final int limit;
  private final boolean goesOn;
  private BatchSource.Pass pass;
  private long number;
  private Rows present;
  private int done;
  private int known;
  private boolean fresh;
  private Batch first;
  private long firstOf;

  private SourceFeed(BatchSource source, Function<Batch, Rows> rows, int limit, boolean goesOn) {
    this.source = source;
    this.rows = rows;
    this.limit = limit;
    this.goesOn = goesOn;
    long size = source.size();
    if (size == BatchSource.INFINITE && limit == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the data have no end; say how many steps to take (stepsPerEpoch in training,"
              + " validationSteps or steps elsewhere)");
    }
    this.known =
        goesOn ? limit : size == BatchSource.UNKNOWN ? -1 : (int) Math.min(size, (long) limit);
  }

  /**
   * Gives batches to training. Without steps told, an epoch is the pass of its number; with them,
   * an epoch goes on where the one before ended.
   */
  static SourceFeed training(BatchSource source, FitOptions options, Function<Batch, Rows> rows) {
    Integer steps = options.stepsPerEpoch();
    return steps == null
        ? new SourceFeed(source, rows, Integer.MAX_VALUE, false)
        : new SourceFeed(source, rows, steps, true);
  }

  /** Gives the first batches of the first pass to each evaluation. */
  static SourceFeed evaluation(BatchSource source, int mostSteps, Function<Batch, Rows> rows) {
    return new SourceFeed(source, rows, mostSteps, false);
  }

  @Override
  public void begin(int epoch) {
    done = 0;
    if (!goesOn) {
      close();
      open(epoch);
    } else if (pass == null) {
      skipTo((long) epoch * limit);
    }
  }

  private void skipTo(long batch) {
    long size = source.size();
    boolean finite = size != BatchSource.UNKNOWN && size != BatchSource.INFINITE && size > 0;
    open(finite ? batch / size : 0);
    for (long left = finite ? batch % size : batch; left > 0; left--) {
      take();
    }
  }

  private void open(long newNumber) {
    number = newNumber;
    pass = source.open(newNumber);
    fresh = true;
  }

  /** Returns the next batch of this pass, or null; remembers the first one. */
  private Batch read() {
    Batch batch = pass.next();
    if (fresh && batch != null) {
      first = batch;
      firstOf = number;
    }
    fresh = false;
    return batch;
  }

  /** Returns the next batch, of the next pass if need be. */
  private Batch take() {
    Batch batch = read();
    if (batch == null) {
      close();
      open(number + 1);
      batch = read();
    }
    if (batch == null) {
      throw empty();
    }
    return batch;
  }

  private IllegalArgumentException empty() {
    return new IllegalArgumentException(
        "the data have no batch in pass " + number + "; are they empty, or used up?");
  }

  @Override
  public BatchSpec next() {
    if (done == limit) {
      return null;
    }
    Batch batch = goesOn ? take() : read();
    if (batch == null) {
      if (done == 0) {
        throw empty();
      }
      known = done;
      return null;
    }
    done++;
    present = rows.apply(batch);
    return present.spec(present.count());
  }

  @Override
  public void load(Step step) {
    step.load(present, null, 0);
  }

  @Override
  public void skip(int count) {
    for (int i = 0; i < count && done < limit; i++) {
      if (goesOn) {
        take();
      } else if (read() == null) {
        break;
      }
      done++;
    }
  }

  @Override
  public Map<String, String> marks(long of) {
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put("batches", String.valueOf(source.size()));
    if (goesOn) {
      marks.put("steps in an epoch", String.valueOf(limit));
    }
    if (of >= 0) {
      try (BatchSource.Pass again = source.open(of)) {
        first = again.next();
        firstOf = of;
      }
    }
    if (first != null) {
      marks.put(PASS, String.valueOf(firstOf));
      marks.putAll(Sample.of(new Rows(first.x(), first.y(), first.sampleWeights())));
    }
    return marks;
  }

  /** Returns the pass that marks of such a feed are of, or -1. */
  static long passOf(Map<String, String> marks) {
    return Long.parseLong(marks.getOrDefault(PASS, "-1"));
  }

  @Override
  public int steps() {
    return known;
  }

  @Override
  public void close() {
    if (pass != null) {
      pass.close();
      pass = null;
    }
  }
}
