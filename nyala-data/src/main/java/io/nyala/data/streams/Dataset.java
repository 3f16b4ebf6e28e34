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
 * A pipeline from examples to batches, described step by step and run when it is read; after {@code
 * tf.data}.
 *
 * <pre>{@code
 * Dataset data = Dataset.fromTensors(x, y).shuffle(10_000, 42).map(this::augment).batch(32).prefetch(2);
 * model.fit(data, fit().epochs(10));
 * }</pre>
 *
 * <p>An element is a {@link Batch}: a single example without the axis of the rows before {@link
 * #batch}, several rows after it. What a pass gives depends on the seeds and the number of the pass
 * alone, never on the number of threads or on timing; elements come in order. A dataset holds no
 * state but what {@link #cache} keeps, and can be read by several readers at once.
 */
public final class Dataset implements BatchSource {
  /** Opens a pass of a stage. */
  @FunctionalInterface
  interface Opener {
    Pass open(long pass);
  }

  /** Changes an element with random numbers of its own. */
  @FunctionalInterface
  public interface RandomMap {
    /**
     * Returns the changed element, or null to leave it out.
     *
     * @param element what to change; not to be written to
     * @param key a number for this element in this pass, from which to draw
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

  /** Returns the elements in a pass, {@link #UNKNOWN} or {@link #INFINITE}. */
  @Override
  public long size() {
    return size;
  }

  // Sources

  /** Takes the rows of tensors, one element each. */
  public static Dataset fromTensors(Tensor x, Tensor y) {
    return fromTensors(List.of(x), List.of(y), List.of());
  }

  /**
   * Takes the rows of tensors, one element each.
   *
   * @param x the inputs, each {@code (rows, ...)}
   * @param y the targets, each {@code (rows, ...)}, or none
   * @param sampleWeights each {@code (rows,)} or finer, or none
   * @throws DataException if they differ in their numbers of rows
   */
  public static Dataset fromTensors(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
    Batch all = new Batch(x, y, sampleWeights);
    int rows = Stacking.rows(all);
    return new Dataset(rows, pass -> new RowsPass(all, rows));
  }

  /**
   * Takes what a generator gives. Each pass asks for a new iterator, which should begin anew and
   * give the same; it is read by one thread at a time.
   */
  public static Dataset fromGenerator(Supplier<? extends Iterator<Batch>> generator) {
    return fromGenerator(UNKNOWN, pass -> generator.get());
  }

  /**
   * Takes what a generator gives.
   *
   * @param size how many elements it gives, {@link #UNKNOWN} or {@link #INFINITE}
   * @param generator gives an iterator for the number of a pass; if it can be closed, it is
   */
  public static Dataset fromGenerator(
      long size, LongFunction<? extends Iterator<Batch>> generator) {
    return new Dataset(size, pass -> new IteratorPass(generator.apply(pass)));
  }

  /** Takes any other source, to go on from there. */
  public static Dataset from(BatchSource source) {
    return source instanceof Dataset d ? d : new Dataset(source.size(), source::open);
  }

  // Stages

  /** Puts elements together, the last batch of a pass possibly smaller. */
  public Dataset batch(int rows) {
    return batch(rows, false);
  }

  /**
   * Puts elements together.
   *
   * @param rows elements in a batch, positive
   * @param dropRemainder whether to leave out a last batch that would be smaller
   * @throws DataException when it is read, if shapes or types of elements differ
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
   * Gives elements in random order, another one in each pass: each is drawn from a buffer that is
   * kept full. Only a buffer as large as the data mixes them all.
   *
   * @param buffer the elements to keep, positive
   * @param seed gives the order, together with the number of the pass
   */
  public Dataset shuffle(int buffer, long seed) {
    atLeast("buffer", buffer, 1);
    return new Dataset(size, pass -> new ShufflePass(open(pass), buffer, Keys.of(seed, pass)));
  }

  /** Changes each element, on as many threads as there are cores; elements stay in order. */
  public Dataset map(UnaryOperator<Batch> function) {
    return map(function, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Changes each element; elements stay in order.
   *
   * @param function may be called by several threads at once; null leaves an element out
   * @param threads how many work at it, ahead of the reader; 0 for the reader itself
   */
  public Dataset map(UnaryOperator<Batch> function, int threads) {
    return mapRandom(0, (element, key) -> function.apply(element), threads);
  }

  /**
   * Changes each element with random numbers that depend on seed, pass and position alone.
   *
   * @param function may be called by several threads at once
   */
  public Dataset mapRandom(long seed, RandomMap function) {
    return mapRandom(seed, function, Runtime.getRuntime().availableProcessors());
  }

  /**
   * As {@link #mapRandom(long, RandomMap)}, with the number of threads; 0 for the reader itself.
   */
  public Dataset mapRandom(long seed, RandomMap function, int threads) {
    atLeast("threads", threads, 0);
    return new Dataset(
        size, pass -> new MapPass(open(pass), function, Keys.of(seed, pass), threads));
  }

  /** Keeps the elements of the first full pass in memory, for all later passes. */
  public Dataset cache() {
    Cache cache = new Cache(this);
    return new Dataset(size, cache::open);
  }

  /** Reads ahead on a thread of its own, so that training need not wait; put it last. */
  public Dataset prefetch(int elements) {
    atLeast("prefetch", elements, 1);
    return new Dataset(size, pass -> new PrefetchPass(this, pass, elements));
  }

  /** Gives pass after pass without end. */
  public Dataset repeat() {
    return new Dataset(size == 0 ? 0 : INFINITE, pass -> new RepeatPass(this, pass, INFINITE));
  }

  /** Gives so many passes as one. */
  public Dataset repeat(int times) {
    atLeast("repeat", times, 1);
    long all = size < 0 || size == INFINITE ? size : Math.multiplyExact(size, times);
    return new Dataset(all, pass -> new RepeatPass(this, pass * times, times));
  }

  /** Gives the first elements of each pass only. */
  public Dataset take(long elements) {
    atLeast("take", elements, 0);
    return new Dataset(
        size < 0 ? UNKNOWN : Math.min(size, elements), pass -> new TakePass(open(pass), elements));
  }

  /** Leaves out the first elements of each pass. */
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
