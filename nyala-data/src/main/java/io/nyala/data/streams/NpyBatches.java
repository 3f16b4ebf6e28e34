// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.DataException;
import io.nyala.settings.Arguments;
import io.nyala.tensor.npy.NpyException;
import io.nyala.tensor.npy.NpyRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Batches of rows of {@code .npy} files, which may be larger than the memory: {@code
 * model.fit(NpyBatches.of(x, y, 256).shuffle(42), fit().epochs(3))}. Rows are shuffled over the
 * whole file, in an order that depends only on the seed and the pass, so several workers that see
 * the same files read the same batches.
 */
public final class NpyBatches implements BatchSource {
  private final NpyRows x;
  private final NpyRows y;
  private final int batch;
  private final Long seed;

  private NpyBatches(NpyRows x, NpyRows y, int batch, Long seed) {
    this.x = x;
    this.y = y;
    this.batch = batch;
    this.seed = seed;
  }

  /**
   * Reads inputs and targets, in the order of the files.
   *
   * @param batch the rows of a batch; the last one of a pass may have fewer
   * @throws DataException if the numbers of rows differ
   * @throws UncheckedIOException if a file cannot be read
   */
  public static NpyBatches of(Path x, Path y, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 row, got " + batch);
    }
    try {
      NpyRows inputs = NpyRows.open(Arguments.given("x", x));
      NpyRows targets = NpyRows.open(Arguments.given("y", y));
      if (inputs.count() != targets.count()) {
        throw new DataException(
            "%s has %,d rows, but %s has %,d".formatted(x, inputs.count(), y, targets.count()));
      }
      return new NpyBatches(inputs, targets, batch, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Returns batches of rows in a random order, another one in each pass. */
  public NpyBatches shuffle(long newSeed) {
    return new NpyBatches(x, y, batch, newSeed);
  }

  @Override
  public long size() {
    return Math.ceilDiv(x.count(), batch);
  }

  @Override
  public Pass open(long pass) {
    int[] order = new int[x.count()];
    Arrays.setAll(order, i -> i);
    if (seed != null) {
      long key = Keys.of(seed, pass);
      for (int i = order.length - 1; i > 0; i--) {
        int j = Keys.below(i + 1, Keys.of(key, i));
        int moved = order[i];
        order[i] = order[j];
        order[j] = moved;
      }
    }
    return new Pass() {
      private int next;

      @Override
      public Batch next() {
        if (next == order.length) {
          return null;
        }
        int[] rows = Arrays.copyOfRange(order, next, Math.min(order.length, next + batch));
        next += rows.length;
        try {
          return new Batch(List.of(x.read(rows)), List.of(y.read(rows)), List.of());
        } catch (NpyException e) {
          throw new UncheckedIOException(e.getMessage(), e);
        }
      }
    };
  }
}
