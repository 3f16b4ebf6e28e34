// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

/**
 * How {@link TextVectorization} standardizes a text before splitting it. As in Keras, only the
 * letters A to Z are lowercased and only ASCII punctuation is removed; for other scripts, see
 * {@link LanguageAnalyzer}.
 */
public enum Standardize {
  /** Leaves the text unchanged. */
  NONE(false, false),
  /** Converts to lower case. */
  LOWER(true, false),
  /** Removes punctuation: {@code it's} becomes {@code its}. */
  STRIP_PUNCTUATION(false, true),
  /** Converts to lower case and removes punctuation. */
  LOWER_AND_STRIP_PUNCTUATION(true, true);

  private final boolean lower;
  private final boolean strip;

  Standardize(boolean lower, boolean strip) {
    this.lower = lower;
    this.strip = strip;
  }

  /** Returns the standardized text. */
  public String apply(String text) {
    if (!lower && !strip) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (strip && isPunctuation(c)) {
        continue;
      }
      result.append(lower && c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return result.toString();
  }

  private static boolean isPunctuation(char c) {
    return c >= '!' && c <= '/'
        || c >= ':' && c <= '@'
        || c >= '[' && c <= '`'
        || c >= '{' && c <= '~';
  }
}
