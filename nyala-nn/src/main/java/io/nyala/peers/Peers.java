// SPDX-License-Identifier: Apache-2.0
package io.nyala.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The processes that train a model together, as one of them sees them. All processes must make the
 * same calls in the same order. Each call waits for the others; an implementation limits that time
 * and throws an exception that names the process that is missing.
 *
 * <p>Implemented by {@code ClusterWorker} of nyala-cluster.
 */
public interface Peers {
  /** Returns the number of this process, from 0. */
  int rank();

  /** Returns the number of processes. */
  int count();

  /**
   * Completes an array whose slices are spread over the processes.
   *
   * @param bounds slice {@code i} has the elements from {@code bounds[i]} to before {@code bounds[i
   *     + 1]} and belongs to process {@code i % count()}; as many slices for each process
   */
  void gather(Topic topic, float[] values, int[] bounds);

  /** Same as for floats. */
  void gather(Topic topic, int[] values, int[] bounds);

  /**
   * Completes an array in the first process, from its part in each of the others.
   *
   * @param bounds the elements from {@code bounds[i]} to before {@code bounds[i + 1]} are those of
   *     process {@code i}
   */
  void gatherInFirst(Topic topic, float[] values, int[] bounds);

  /**
   * Returns a reusable sum of gradients.
   *
   * @param bounds the slices of the processes, as in {@link #gather(Topic, float[], int[])}
   */
  GradientSum gradientSum(int[] bounds);

  /**
   * Returns the number of slices of each process into which to divide weights. Gradients of the
   * last layers are complete first. With several slices, each process then has a part of them to
   * receive and to add, so that all connections are used while the first layers are computed. There
   * are at most 16, of at least 16,384 weights.
   *
   * @param weights the number of weights
   * @param count the number of processes
   */
  static int slicesEach(int weights, int count) {
    return Math.clamp(weights / ((long) count << 14), 1, 16);
  }

  /** Same as for floats. */
  default void gather(Topic topic, double[] values, int[] bounds) {
    int[] halves = new int[2 * values.length];
    for (int slice = rank(); slice + 1 < bounds.length; slice += count()) {
      for (int i = bounds[slice]; i < bounds[slice + 1]; i++) {
        long bits = Double.doubleToRawLongBits(values[i]);
        halves[2 * i] = (int) (bits >>> Integer.SIZE);
        halves[2 * i + 1] = (int) bits;
      }
    }
    gather(topic, halves, Arrays.stream(bounds).map(b -> 2 * b).toArray());
    for (int i = 0; i < values.length; i++) {
      long high = (long) halves[2 * i] << Integer.SIZE;
      values[i] = Double.longBitsToDouble(high | Integer.toUnsignedLong(halves[2 * i + 1]));
    }
  }

  /** Returns one word of each process, in the order of their ranks. */
  default int[] gather(Topic topic, int mine) {
    int[] all = new int[count()];
    int[] bounds = new int[count() + 1];
    Arrays.setAll(bounds, i -> i);
    all[rank()] = mine;
    gather(topic, all, bounds);
    return all;
  }

  /** Returns the bytes of each process, in the order of their ranks. */
  default List<byte[]> gather(Topic topic, byte[] mine) {
    int[] sizes = gather(topic, mine.length);
    int[] bounds = new int[sizes.length + 1];
    for (int w = 0; w < sizes.length; w++) {
      bounds[w + 1] = bounds[w] + Math.ceilDiv(sizes[w], Integer.BYTES);
    }
    int[] words = new int[bounds[sizes.length]];
    for (int i = 0; i < mine.length; i++) {
      words[bounds[rank()] + i / Integer.BYTES] |=
          (mine[i] & 0xff) << (i % Integer.BYTES * Byte.SIZE);
    }
    gather(topic, words, bounds);
    List<byte[]> all = new ArrayList<>();
    for (int w = 0; w < sizes.length; w++) {
      byte[] bytes = new byte[sizes[w]];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (words[bounds[w] + i / Integer.BYTES] >> (i % Integer.BYTES * Byte.SIZE));
      }
      all.add(bytes);
    }
    return all;
  }
}
