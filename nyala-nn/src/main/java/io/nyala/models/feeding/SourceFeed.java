// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.models.programs.BatchSpec;
import io.nyala.models.programs.Rows;
import io.nyala.models.programs.Step;
import io.nyala.models.training.DataPosition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Feeds steps from data that are read batch by batch. */
public final class SourceFeed implements Feed {
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
  private int firstEpoch;
  private long firstPass;
  private long origin;
  private DataPosition position = DataPosition.START;
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
          "the data are infinite; set the number of steps (stepsPerEpoch for training, otherwise "
              + "validationSteps or steps)");
    }
    this.known =
        goesOn ? limit : size == BatchSource.UNKNOWN ? -1 : (int) Math.min(size, (long) limit);
  }

  /**
   * Feeds batches to training. If the number of steps is not given, each epoch is the pass with its
   * number. Otherwise an epoch continues where the previous one ended.
   *
   * @param stepsPerEpoch steps per epoch, or null
   */
  public static SourceFeed training(
      BatchSource source, Integer stepsPerEpoch, Function<Batch, Rows> rows) {
    return stepsPerEpoch == null
        ? new SourceFeed(source, rows, Integer.MAX_VALUE, false)
        : new SourceFeed(source, rows, stepsPerEpoch, true);
  }

  /** Feeds the first batches of the first pass to each evaluation. */
  public static SourceFeed evaluation(
      BatchSource source, int mostSteps, Function<Batch, Rows> rows) {
    return new SourceFeed(source, rows, mostSteps, false);
  }

  @Override
  public void start(DataPosition from, int epoch) {
    firstEpoch = epoch;
    position = from;
    long size = finiteSize();
    long wanted = goesOn ? (long) epoch * limit : epoch;
    if (!goesOn) {
      origin = Math.max(wanted, from.unusedPass(size));
    } else if (size > 0) {
      origin = Math.max(wanted, from.used(size));
    } else if (from.batches() > 0) {
      firstPass = wanted < from.used(from.batches()) ? from.unusedPass(-1) : 0;
      origin = firstPass == 0 ? wanted : 0;
    } else {
      // The epoch continues in the same pass, or starts with one that was never opened.
      boolean same = wanted >= from.batch();
      firstPass = same ? from.pass() : from.unusedPass(-1);
      origin = same ? wanted : 0;
    }
  }

  /** Returns the number of batches per pass, or -1 if unknown or infinite. */
  private long finiteSize() {
    long size = source.size();
    return size == BatchSource.INFINITE || size <= 0 ? -1 : size;
  }

  @Override
  public DataPosition position() {
    return position;
  }

  @Override
  public void begin(int epoch) {
    done = 0;
    if (!goesOn) {
      close();
      open(origin + epoch - firstEpoch);
    } else if (pass == null) {
      skipTo(origin + (long) (epoch - firstEpoch) * limit);
    }
  }

  private void skipTo(long batch) {
    long size = finiteSize();
    open(size > 0 ? batch / size : firstPass);
    for (long left = size > 0 ? batch % size : batch; left > 0; left--) {
      take();
    }
  }

  private void open(long newNumber) {
    number = newNumber;
    pass = source.open(newNumber);
    fresh = true;
    position = new DataPosition(number, 0, finiteSize(), 0);
  }

  /** Returns the next batch of this pass, or null. Remembers the first one. */
  private Batch read() {
    Batch batch = pass.next();
    if (fresh && batch != null) {
      first = batch;
      firstOf = number;
    }
    fresh = false;
    long read = position.batch();
    position =
        batch == null
            ? new DataPosition(number + 1, 0, finiteSize(), 0)
            : new DataPosition(number, read + 1, finiteSize(), 0);
    return batch;
  }

  /** Returns the next batch, from the next pass if necessary. */
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

  /** Returns the pass to which the marks of such a feed refer, or -1. */
  public static long passOf(Map<String, String> marks) {
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
