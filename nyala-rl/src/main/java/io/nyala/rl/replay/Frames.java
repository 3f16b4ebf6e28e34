// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.settings.Arguments;
import java.nio.file.Path;

/**
 * Settings with which a {@link ReplayMemory} stores each frame of image observations once, as
 * bytes, instead of every stack of frames twice as floats. A million frames of 84 x 84 pixels take
 * 7.1 GB instead of 226 GB. Stacks are assembled when a batch is drawn, and never extend across the
 * start of an episode.
 *
 * <p>Observations must consist of integers from 0 to 255. Their first axis is that of the stack,
 * the oldest frame first, as created by {@link io.nyala.rl.wrappers.FrameStack}.
 */
public final class Frames {
  private final int stack;
  private final Path file; // or null

  private Frames(int stack, Path file) {
    this.stack = stack;
    this.file = file;
  }

  /** Returns settings for observations that consist of a single frame. */
  public static Frames single() {
    return new Frames(1, null);
  }

  /**
   * Returns settings for observations that are stacks of frames.
   *
   * @param frames the number of frames in an observation: the length of its first axis
   */
  public static Frames stacked(int frames) {
    if (frames < 2) {
      throw new IllegalArgumentException(
          "Frames: a stack has at least 2 frames, got %d; use Frames.single() if observations are not stacked"
              .formatted(frames));
    }
    return new Frames(frames, null);
  }

  /**
   * Keeps the frames in a memory-mapped file instead of on the heap and in checkpoints, which are
   * limited to 4 GB. The file has space for an eighth more frames (at least 4,096), so that a
   * killed training run can resume from a checkpoint that is at most that many steps old.
   *
   * @param newFile the file, which is created, or overwritten when a new training run starts
   */
  public Frames onDisk(Path newFile) {
    return new Frames(stack, Arguments.given("Frames: file", newFile));
  }

  /** Returns the number of frames in an observation. */
  public int stack() {
    return stack;
  }

  /** Returns the file, or null if frames are kept on the heap. */
  public Path file() {
    return file;
  }

  @Override
  public String toString() {
    return "Frames[%d%s]".formatted(stack, file == null ? "" : ", on disk");
  }
}
