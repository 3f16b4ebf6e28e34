// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Hashes words (names, categories, ids) into a fixed number of bins, without a vocabulary;
 * different words may share a bin. Results match Keras's layer of the same name; integers are
 * hashed as decimal strings.
 */
public final class Hashing {
  private final int bins;
  private String mask;
  private long[] salt;

  /**
   * Creates an instance without mask and salt.
   *
   * @param bins the number of bins, at least 1, including that of the mask
   */
  public Hashing(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("Hashing: bins must be at least 1, got " + bins);
    }
    this.bins = bins;
  }

  /** Reserves bin 0 for a word, often the empty one; none by default. */
  public Hashing maskValue(String word) {
    mask = word;
    return this;
  }

  /** Uses SipHash with this key for both halves, so that collisions cannot be provoked. */
  public Hashing salt(long key) {
    return salt(key, key);
  }

  /** Uses SipHash with both halves of the key. */
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

  /** Returns the bins of integers, hashed as decimal strings, in the same shape. */
  public Tensor transform(Tensor numbers) {
    int[] found = new int[numbers.size()];
    for (int i = 0; i < found.length; i++) {
      int number = numbers.dtype() == DType.INT32 ? numbers.ints()[i] : (int) numbers.at(i);
      found[i] = bin(Integer.toString(number));
    }
    return Tensor.ofInts(numbers.shape(), found);
  }
}
