// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.batches.Shuffle;
import io.nyala.data.DataException;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.NpyException;
import io.nyala.tensor.npy.NpyRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Batches of rows of {@code .npy} files, which may be larger than the memory: {@code
 * model.fit(NpyBatches.of(x, y, 256).shuffle(42), fit().epochs(3))}. Rows are shuffled over the
 * whole file, in the order in which {@code fit} reads tensors with the same seed. It depends only
 * on the seed and the pass, so several workers that see the same files read the same batches.
 */
public final class NpyBatches implements BatchSource {
  private final List<NpyRows> x;
  private final List<NpyRows> y;
  private final List<NpyRows> weights;
  private final int from;
  private final int to;
  private final int batch;
  private final Long seed;

  private NpyBatches(
      List<NpyRows> x,
      List<NpyRows> y,
      List<NpyRows> weights,
      int from,
      int to,
      int batch,
      Long seed) {
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.from = from;
    this.to = to;
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
    try {
      NpyRows inputs = NpyRows.open(Arguments.given("x", x));
      NpyRows targets = NpyRows.open(Arguments.given("y", y));
      if (inputs.count() != targets.count()) {
        throw new DataException(
            "%s has %,d rows, but %s has %,d".formatted(x, inputs.count(), y, targets.count()));
      }
      return of(List.of(inputs), List.of(targets), List.of(), batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Reads several inputs, targets and sample weights, in the order of their rows.
   *
   * @param weights one for each target, or none
   * @param batch the rows of a batch; the last one of a pass may have fewer
   * @throws DataException if the numbers of rows differ, or there is no input
   */
  public static NpyBatches of(List<NpyRows> x, List<NpyRows> y, List<NpyRows> weights, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 row, got " + batch);
    }
    List<NpyRows> all = new ArrayList<>(Arguments.allGiven("x", x));
    all.addAll(Arguments.allGiven("y", y));
    all.addAll(Arguments.allGiven("weights", weights));
    int[] counts = all.stream().mapToInt(NpyRows::count).distinct().toArray();
    if (x.isEmpty() || counts.length != 1) {
      throw new DataException(
          "expected inputs, targets and weights with the same number of rows, got "
              + Arrays.toString(counts));
    }
    return new NpyBatches(
        List.copyOf(x), List.copyOf(y), List.copyOf(weights), 0, counts[0], batch, null);
  }

  /** Returns batches of rows in a random order, another one in each pass. */
  public NpyBatches shuffle(long newSeed) {
    return new NpyBatches(x, y, weights, from, to, batch, newSeed);
  }

  /**
   * Returns batches of some of these rows, such as those for validation.
   *
   * @param first the first row, counted from 0
   * @param end the row after the last one
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  public NpyBatches range(int first, int end) {
    Objects.checkFromToIndex(first, end, rows());
    return new NpyBatches(x, y, weights, from + first, from + end, batch, seed);
  }

  /** Returns the number of rows. */
  public int rows() {
    return to - from;
  }

  @Override
  public long size() {
    return Math.ceilDiv(rows(), batch);
  }

  @Override
  public Pass open(long pass) {
    int[] order = new int[rows()];
    if (seed == null) {
      Arrays.setAll(order, i -> i);
    } else {
      Shuffle.permute(order, seed, pass);
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
        for (int i = 0; i < rows.length; i++) {
          rows[i] += from;
        }
        return new Batch(read(x, rows), read(y, rows), read(weights, rows));
      }
    };
  }

  private static List<Tensor> read(List<NpyRows> arrays, int[] rows) {
    List<Tensor> tensors = new ArrayList<>();
    for (NpyRows array : arrays) {
      try {
        tensors.add(array.read(rows));
      } catch (NpyException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    return tensors;
  }
}
