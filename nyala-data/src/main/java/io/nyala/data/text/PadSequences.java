// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Bring sequences of different lengths to one length, as Keras's {@code pad_sequences} does. */
public final class PadSequences {
  private PadSequences() {}

  /**
   * Pads in front to the length of the longest sequence.
   *
   * @param sequences one array for each row
   * @return int32, shape {@code (rows, longest)}
   * @throws DataException if there are no sequences
   */
  public static Tensor padSequences(List<int[]> sequences) {
    return padSequences(sequences, sequences.stream().mapToInt(s -> s.length).max().orElse(0));
  }

  /**
   * Pads in front, and cuts in front, with zeros: Keras's defaults.
   *
   * @param sequences one array for each row
   * @param maxlen the length of every row
   * @return int32, shape {@code (rows, maxlen)}
   * @throws DataException if there are no sequences or {@code maxlen} is negative
   */
  public static Tensor padSequences(List<int[]> sequences, int maxlen) {
    return padSequences(sequences, maxlen, Side.PRE, Side.PRE, 0);
  }

  /**
   * Pads and cuts.
   *
   * @param sequences one array for each row
   * @param maxlen the length of every row
   * @param padding where a short sequence is filled up
   * @param truncating where a long sequence loses elements
   * @param value what fills it up
   * @return int32, shape {@code (rows, maxlen)}
   * @throws DataException if there are no sequences or {@code maxlen} is negative
   */
  public static Tensor padSequences(
      List<int[]> sequences, int maxlen, Side padding, Side truncating, int value) {
    if (sequences.isEmpty() || maxlen < 0) {
      throw new DataException(
          "padSequences: expected at least one sequence and a length of 0 or more, got %d sequences"
                  .formatted(sequences.size())
              + " and length "
              + maxlen);
    }
    int[] data = new int[Math.multiplyExact(sequences.size(), maxlen)];
    if (value != 0) {
      Arrays.fill(data, value);
    }
    for (int row = 0; row < sequences.size(); row++) {
      int[] sequence = sequences.get(row);
      int kept = Math.min(sequence.length, maxlen);
      int from = truncating == Side.PRE ? sequence.length - kept : 0;
      int to = row * maxlen + (padding == Side.PRE ? maxlen - kept : 0);
      System.arraycopy(sequence, from, data, to, kept);
    }
    return Tensor.ofInts(Shape.of(sequences.size(), maxlen), data);
  }
}
