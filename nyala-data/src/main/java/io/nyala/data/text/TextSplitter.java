// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into tokens. Implementations may be called by several threads at once, and the
 * result must depend on the text alone.
 */
@FunctionalInterface
public interface TextSplitter {
  /**
   * Splits a text.
   *
   * @param text the text, already standardized
   * @return its tokens in order; none for an empty text
   */
  List<String> split(String text);

  /** Returns a splitter at runs of ASCII white space, like {@code tf.strings.split}. */
  static TextSplitter whitespace() {
    return text -> {
      List<String> tokens = new ArrayList<>();
      int begin = -1;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean space = c == ' ' || c >= '\t' && c <= '\r';
        if (space && begin >= 0) {
          tokens.add(text.substring(begin, i));
          begin = -1;
        } else if (!space && begin < 0) {
          begin = i;
        }
      }
      if (begin >= 0) {
        tokens.add(text.substring(begin));
      }
      return tokens;
    };
  }

  /** Returns a splitter into characters (code points), including white space. */
  static TextSplitter characters() {
    return text -> text.codePoints().mapToObj(Character::toString).toList();
  }
}
