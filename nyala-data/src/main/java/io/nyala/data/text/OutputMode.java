// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

/** The format of vectorized texts. */
public enum OutputMode {
  /** The index of each token, in order: int32 {@code (texts, length)}. */
  INT,
  /**
   * For each token of the vocabulary, 1 if the text contains it: float32 {@code (texts, tokens)}.
   */
  MULTI_HOT,
  /**
   * For each token of the vocabulary, the number of occurrences in the text: float32 {@code (texts,
   * tokens)}.
   */
  COUNT,
  /**
   * The count times {@code log(1 + texts / (1 + texts with the token))}, learned from the texts
   * passed to {@code adapt}: float32 {@code (texts, tokens)}.
   */
  TF_IDF
}
