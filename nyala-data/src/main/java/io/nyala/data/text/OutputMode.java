// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

/** What a text becomes. */
public enum OutputMode {
  /** The index of each token, in order: int32 {@code (texts, length)}. */
  INT,
  /** For each token of the vocabulary, 1 if the text has it: float32 {@code (texts, tokens)}. */
  MULTI_HOT,
  /**
   * For each token of the vocabulary, how often the text has it: float32 {@code (texts, tokens)}.
   */
  COUNT,
  /**
   * The count times {@code log(1 + texts / (1 + texts with the token))}, learnt from the texts of
   * {@code adapt}: float32 {@code (texts, tokens)}.
   */
  TF_IDF
}
