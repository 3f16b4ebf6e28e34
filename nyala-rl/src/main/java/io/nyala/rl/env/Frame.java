// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import io.nyala.settings.Arguments;

/**
 * A picture of an environment: rows from the top, each pixel as three bytes for red, green and
 * blue.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code 3 * width * height} bytes
 */
public record Frame(int width, int height, byte[] rgb) {
  /** Rejects a wrong number of bytes. */
  public Frame {
    if (Arguments.given("rgb", rgb).length != 3L * width * height) {
      throw new IllegalArgumentException(
          "a frame of %d x %d pixels has %d bytes, got %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
  }
}
