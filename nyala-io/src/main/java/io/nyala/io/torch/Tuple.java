// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.FormatException;
import java.util.List;

/** A tuple of a pickle. */
record Tuple(List<Object> items) {
  /** The most axes of a tensor of PyTorch. */
  private static final int MOST_AXES = 64;

  int size() {
    return items.size();
  }

  Object get(int i) {
    return items.get(i);
  }

  /**
   * Returns the whole numbers in it.
   *
   * @throws FormatException if there is anything else, a negative number, or too many
   */
  long[] sizes(String what) throws FormatException {
    if (items.size() > MOST_AXES) {
      throw new FormatException(
          "%s: a tensor has %d axes; at most %d are possible"
              .formatted(what, items.size(), MOST_AXES));
    }
    long[] sizes = new long[items.size()];
    for (int i = 0; i < sizes.length; i++) {
      if (!(items.get(i) instanceof Long n) || n < 0) {
        throw new FormatException(what + ": its sizes are not whole numbers");
      }
      sizes[i] = n;
    }
    return sizes;
  }
}
