// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import java.util.Map;

/** Frames of bytes by number. */
interface FrameStore {
  /** Returns the maximum number of frames. */
  int slots();

  /**
   * Stores a frame of numbers that are integers from 0 to 255.
   *
   * @param count the number of frames stored so far, including this one
   */
  void put(int slot, float[] from, int at, long count);

  /** Writes the numbers of a frame into an array. */
  void get(int slot, float[] to, int at);

  /** Returns the variables for a checkpoint. */
  Map<String, Object> state();

  /**
   * Continues from {@link #state}.
   *
   * @param count the number of frames stored so far
   * @throws IllegalArgumentException if the frames no longer exist
   */
  void restore(Map<?, ?> state, long count);

  /**
   * Packs four numbers into an int.
   *
   * @throws IllegalArgumentException if one of them is not an integer from 0 to 255
   */
  static int pack(float[] from, int at) {
    int a = (int) from[at];
    int b = (int) from[at + 1];
    int c = (int) from[at + 2];
    int d = (int) from[at + 3];
    // A number above 255 or below 0 has bits beyond the lowest eight.
    if ((a | b | c | d) >>> 8 != 0
        || a != from[at]
        || b != from[at + 1]
        || c != from[at + 2]
        || d != from[at + 3]) {
      throw refusal(from, at, 4);
    }
    return a | b << 8 | c << 16 | d << 24;
  }

  /** Packs the last one to three numbers of a frame. */
  static int packRest(float[] from, int at, int count) {
    int packed = 0;
    for (int i = 0; i < count; i++) {
      int each = (int) from[at + i];
      if (each >>> 8 != 0 || each != from[at + i]) {
        throw refusal(from, at, count);
      }
      packed |= each << 8 * i;
    }
    return packed;
  }

  private static IllegalArgumentException refusal(float[] from, int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (!(from[i] >= 0 && from[i] <= 255 && from[i] == (int) from[i])) {
        return new IllegalArgumentException(
            "frames are kept as bytes, so observations must be integers from 0 to 255, got %s; leave out Frames, or scale in the network"
                .formatted(from[i]));
      }
    }
    throw new AssertionError();
  }

  /** Unpacks up to four numbers. */
  static void unpack(int packed, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = packed >>> 8 * i & 0xff;
    }
  }
}
