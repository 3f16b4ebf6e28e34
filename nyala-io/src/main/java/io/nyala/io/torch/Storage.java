// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.ElementType;

/**
 * A run of numbers in a file, which several tensors may share.
 *
 * @param key its name in the file
 * @param element the type of all elements
 * @param count the number of elements
 */
record Storage(String key, ElementType element, long count) {
  long bytes() {
    return count * element.bytes();
  }

  /**
   * A part of a storage.
   *
   * @param from the index of the first element
   * @param count the number of elements
   */
  record View(Storage storage, long from, long count) {}
}
