// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Put words (names, categories, ids) into a given number of bins by a hash, without a vocabulary
 * and so without learning one; different words may share a bin. Answers are those of Keras's layer
 * of this name, whole numbers taken as their digits.
 */
public final class Hashing {
  private final int bins;
  private String mask;
  private long[] salt;

  /**
   * Creates one without a mask and without salt.
   *
   * @param bins how many bins there are, at least 1, that of the mask included
   */
  public Hashing(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("Hashing: bins must be at least 1, got " + bins);
    }
    this.bins = bins;
  }

  /** Gives a word, often the empty one, bin 0 to itself; none by default. */
  public Hashing maskValue(String word) {
    mask = word;
    return this;
  }

  /** Takes another hash, SipHash with this key twice, so that nobody can choose who collides. */
  public Hashing salt(long key) {
    return salt(key, key);
  }

  /** As the shorter form, with both halves of the key. */
  public Hashing salt(long first, long second) {
    salt = new long[] {first, second};
    return this;
  }

  /** Returns the bin of a word, from 0. */
  public int bin(String word) {
    if (mask == null) {
      return hash(word, bins);
    }
    return word.equals(mask) ? 0 : bins == 1 ? 0 : 1 + hash(word, bins - 1);
  }

  private int hash(String word, int number) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    long hash = salt == null ? FarmHash.fingerprint(bytes) : SipHash.hash(bytes, salt[0], salt[1]);
    return (int) Long.remainderUnsigned(hash, number);
  }

  /** Returns the bins of words, int32 {@code (words)}. */
  public Tensor transform(List<String> words) {
    return Tensor.ofInts(Shape.of(words.size()), words.stream().mapToInt(this::bin).toArray());
  }

  /** Returns the bins of whole numbers, of their decimal digits, in the shape that they have. */
  public Tensor transform(Tensor numbers) {
    int[] found = new int[numbers.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = bin(Integer.toString((int) numbers.at(i)));
    }
    return Tensor.ofInts(numbers.shape(), found);
  }
}
