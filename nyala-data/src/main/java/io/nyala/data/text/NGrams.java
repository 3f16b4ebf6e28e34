// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import java.util.ArrayList;
import java.util.List;

/** N-grams of neighbouring tokens. */
final class NGrams {
  private NGrams() {}

  /** Returns all n-grams of each size in turn, joined by spaces, like {@code tf.strings.ngrams}. */
  static List<String> of(List<String> tokens, int[] widths) {
    List<String> grams = new ArrayList<>();
    for (int width : widths) {
      for (int i = 0; i + width <= tokens.size(); i++) {
        grams.add(width == 1 ? tokens.get(i) : String.join(" ", tokens.subList(i, i + width)));
      }
    }
    return grams;
  }
}
