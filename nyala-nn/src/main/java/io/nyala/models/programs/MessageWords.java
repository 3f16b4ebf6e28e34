// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

/** Numbers in messages between processes. */
final class MessageWords {
  private MessageWords() {}

  static void write(float[] from, int offset, int count, int[] to, int at) {
    for (int i = 0; i < count; i++) {
      to[at + i] = Float.floatToRawIntBits(from[offset + i]);
    }
  }
}
