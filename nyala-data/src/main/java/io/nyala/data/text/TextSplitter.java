// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cut a text into tokens. An implementation may be called by several threads at once, and its
 * answer must depend on the text alone.
 */
@FunctionalInterface
public interface TextSplitter {
  /**
   * Cuts a text.
   *
   * @param text the text, standardised already
   * @return its tokens in order; none for an empty text
   */
  List<String> split(String text);

  /** Returns what cuts at runs of ASCII white space, as {@code tf.strings.split} does. */
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

  /** Returns what cuts into characters (code points), white space among them. */
  static TextSplitter characters() {
    return text -> text.codePoints().mapToObj(Character::toString).toList();
  }
}
