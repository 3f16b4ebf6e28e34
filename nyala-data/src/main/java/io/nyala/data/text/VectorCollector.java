// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.limits.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects words and their vectors, within the limits of memory. */
final class VectorCollector {
  /**
   * The bytes of memory for a word besides its numbers: the text, and its entries in a list and a
   * map.
   */
  private static final int MEMORY_OF_WORD = 150;

  /** The number of words after which memory is checked again. */
  private static final int WORDS = 1 << 14;

  private final String file;
  private final Limits limits = Limits.inForce();
  private final List<String> words = new ArrayList<>();
  private float[] values = new float[1 << 12];
  private int size;

  VectorCollector(String file) {
    this.file = file;
  }

  int words() {
    return words.size();
  }

  void word(String word) throws IOException {
    words.add(word);
    if (words.size() % WORDS == 0) {
      checkMemory(values.length);
    }
  }

  /**
   * Adds a number of the last word.
   *
   * @throws DataException if it is NaN or infinite
   */
  void number(float value, String place) throws IOException {
    if (!Float.isFinite(value)) {
      throw new DataException("%s: expected finite numbers, got %s".formatted(place, value));
    }
    if (size == values.length) {
      int more = (int) Math.min(size + (size >> 1), Integer.MAX_VALUE - 8L);
      checkMemory((long) size + more);
      if (more == size) {
        throw new DataException(file + ": more than 2^31 numbers");
      }
      values = Arrays.copyOf(values, more);
    }
    values[size++] = value;
  }

  private void checkMemory(long numbers) throws IOException {
    limits.checkMemory(Float.BYTES * numbers + (long) MEMORY_OF_WORD * words.size(), file);
  }

  WordVectors vectors(int dimension) {
    return new WordVectors(words, dimension, Arrays.copyOf(values, size));
  }
}
