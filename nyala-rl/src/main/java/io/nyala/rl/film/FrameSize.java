// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import io.nyala.rl.env.Frame;
import io.nyala.settings.Arguments;

/** The size of the frames of a film. */
final class FrameSize {
  private int width; // 0 before the first
  private int height;

  /** Takes the size of the first frame, and rejects frames of another. */
  void require(Frame frame) {
    Arguments.given("frame", frame);
    if (width == 0) {
      width = frame.width();
      height = frame.height();
    } else if (width != frame.width() || height != frame.height()) {
      throw new IllegalArgumentException(
          "a film has frames of one size: the first had %d x %d pixels, this one has %d x %d"
              .formatted(width, height, frame.width(), frame.height()));
    }
  }
}
