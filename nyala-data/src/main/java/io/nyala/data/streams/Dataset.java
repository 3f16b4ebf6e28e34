// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A lazily evaluated input pipeline from examples to batches, modeled on {@code tf.data}.
 *
 * <pre>{@code
 * Dataset data = Dataset.fromTensors(x, y).shuffle(10_000, 42).map(this::augment).batch(32).prefetch(2);
 * model.fit(data, fit().epochs(10));
 * }</pre>
 *
 * <p>An element is a {@link Batch}: a single example without a batch axis before {@link #batch},
 * several rows after it. The elements of a pass depend only on the seeds and the number of the
 * pass, never on the number of threads or on timing, and they are in order. A dataset holds no
 * state except for {@link #cache}, and can be read by several readers at once.
 */
public final class Dataset implements BatchSource {
  /** Opens a pass of a stage. */
  @FunctionalInterface
  interface Opener {
    Pass open(long pass);
  }

  /** A random transformation of an element. */
  @FunctionalInterface
  public interface RandomMap {
    /**
     * Returns the transformed element, or null to drop it.
     *
     * @param element the element; must not be modified
     * @param key the random key of this element in this pass
     */
    Batch apply(Batch element, long key);
  }

  private final Opener opener;
  private final long size;

  Dataset(long size, Opener opener) {
    this.size = size;
    this.opener = opener;
  }

  @Override
  public Pass open(long pass) {
    return opener.open(pass);
  }

  /** Returns the number of elements in a pass, {@link #UNKNOWN} or {@link #INFINITE}. */
  @Override
  public long size() {
    return size;
  }

  // Sources

  /** Creates a dataset whose elements are the rows of tensors. */
  public static Dataset fromTensors(Tensor x, Tensor y) {
    return fromTensors(List.of(x), List.of(y), List.of());
  }

  /**
   * Creates a dataset whose elements are the rows of tensors.
   *
   * @param x the inputs, each {@code (rows, ...)}
   * @param y the targets, each {@code (rows, ...)}, or none
   * @param sampleWeights each {@code (rows,)} or finer, or none
   * @throws DataException if their numbers of rows differ
   */
  public static Dataset fromTensors(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
    Batch all = new Batch(x, y, sampleWeights);
    int rows = Stacking.rows(all);
    return new Dataset(rows, pass -> new RowsPass(all, rows));
  }

  /**
   * Creates a dataset from a generator. Each pass requests a new iterator, which should start over
   * and return the same elements; it is read by one thread at a time.
   */
  public static Dataset fromGenerator(Supplier<? extends Iterator<Batch>> generator) {
    return fromGenerator(UNKNOWN, pass -> generator.get());
  }

  /**
   * Creates a dataset from a generator.
   *
   * @param size the number of elements, {@link #UNKNOWN} or {@link #INFINITE}
   * @param generator returns an iterator for the number of a pass; the iterator is closed if it is
   *     closeable
   */
  public static Dataset fromGenerator(
      long size, LongFunction<? extends Iterator<Batch>> generator) {
    return new Dataset(size, pass -> new IteratorPass(generator.apply(pass)));
  }

  /** Creates a dataset from any other source. */
  public static Dataset from(BatchSource source) {
    return source instanceof Dataset d ? d : new Dataset(source.size(), source::open);
  }

  // Stages

  /** Combines elements into batches; the last batch of a pass may be smaller. */
  public Dataset batch(int rows) {
    return batch(rows, false);
  }

  /**
   * Combines elements into batches.
   *
   * @param rows the number of elements in a batch, positive
   * @param dropRemainder whether to drop the last batch if it is smaller
   * @throws DataException when the dataset is read, if shapes or types of elements differ
   */
  public Dataset batch(int rows, boolean dropRemainder) {
    atLeast("batch", rows, 1);
    long batches =
        size < 0 || size == INFINITE ? size : dropRemainder ? size / rows : ceil(size, rows);
    return new Dataset(batches, pass -> new BatchPass(open(pass), rows, dropRemainder));
  }

  private static long ceil(long n, long by) {
    return Math.ceilDiv(n, by);
  }

  /**
   * Shuffles the elements, in a different order in each pass: each element is drawn from a buffer
   * that is kept full. A perfect shuffle needs a buffer as large as the data.
   *
   * @param buffer the number of elements in the buffer, positive
   * @param seed determines the order, together with the number of the pass
   */
  public Dataset shuffle(int buffer, long seed) {
    atLeast("buffer", buffer, 1);
    return new Dataset(size, pass -> new ShufflePass(open(pass), buffer, Keys.of(seed, pass)));
  }

  /** Transforms each element, on as many threads as cores; the order is kept. */
  public Dataset map(UnaryOperator<Batch> function) {
    return map(function, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Transforms each element; the order is kept.
   *
   * @param function may be called by several threads at once; returns null to drop an element
   * @param threads the number of threads that work ahead of the reader; 0 for the reader itself
   */
  public Dataset map(UnaryOperator<Batch> function, int threads) {
    return mapRandom(0, (element, key) -> function.apply(element), threads);
  }

  /**
   * Transforms each element with a random key that depends only on seed, pass and position.
   *
   * @param function may be called by several threads at once
   */
  public Dataset mapRandom(long seed, RandomMap function) {
    return mapRandom(seed, function, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Like {@link #mapRandom(long, RandomMap)}, with the number of threads; 0 for the reader itself.
   */
  public Dataset mapRandom(long seed, RandomMap function, int threads) {
    atLeast("threads", threads, 0);
    return new Dataset(
        size, pass -> new MapPass(open(pass), function, Keys.of(seed, pass), threads));
  }

  /** Caches the elements of the first full pass in memory for all later passes. */
  public Dataset cache() {
    Cache cache = new Cache(this);
    return new Dataset(size, cache::open);
  }

  /** Reads ahead on a separate thread, so that training does not wait; should be the last step. */
  public Dataset prefetch(int elements) {
    atLeast("prefetch", elements, 1);
    return new Dataset(size, pass -> new PrefetchPass(this, pass, elements));
  }

  /** Repeats the dataset indefinitely. */
  public Dataset repeat() {
    return new Dataset(size == 0 ? 0 : INFINITE, pass -> new RepeatPass(this, pass, INFINITE));
  }

  /** Repeats the dataset this number of times. */
  public Dataset repeat(int times) {
    atLeast("repeat", times, 1);
    long all = size < 0 || size == INFINITE ? size : Math.multiplyExact(size, times);
    return new Dataset(all, pass -> new RepeatPass(this, pass * times, times));
  }

  /** Limits each pass to a number of elements. */
  public Dataset take(long elements) {
    atLeast("take", elements, 0);
    return new Dataset(
        size < 0 ? UNKNOWN : Math.min(size, elements), pass -> new TakePass(open(pass), elements));
  }

  /** Skips the first elements of each pass. */
  public Dataset skip(long elements) {
    atLeast("skip", elements, 0);
    long left = size < 0 || size == INFINITE ? size : Math.max(0, size - elements);
    return new Dataset(left, pass -> new SkipPass(open(pass), elements));
  }

  /** Returns the shapes of the inputs of the first element; reads it. */
  public List<Shape> inputShapes() {
    try (Pass first = open(0)) {
      Batch element = first.next();
      if (element == null) {
        throw new DataException("the dataset is empty");
      }
      return element.x().stream().map(Tensor::shape).toList();
    }
  }

  private static void atLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
  }
}
