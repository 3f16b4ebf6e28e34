// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Pads sequences to the same length, like Keras's {@code pad_sequences}. */
public final class PadSequences {
  private PadSequences() {}

  /**
   * Pads at the start to the length of the longest sequence.
   *
   * @param sequences one array for each row
   * @return int32, shape {@code (rows, longest)}
   * @throws DataException if there are no sequences
   */
  public static Tensor padSequences(List<int[]> sequences) {
    return padSequences(sequences, sequences.stream().mapToInt(s -> s.length).max().orElse(0));
  }

  /**
   * Pads with zeros and truncates, both at the start: Keras's defaults.
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
   * Pads and truncates.
   *
   * @param sequences one array for each row
   * @param maxlen the length of every row
   * @param padding the side on which short sequences are padded
   * @param truncating the side on which long sequences are truncated
   * @param value the padding value
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
