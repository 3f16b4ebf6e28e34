// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Frames in a memory-mapped file. The file is larger than the memory needs, so that frames written
 * after a checkpoint only overwrite frames that were already dropped before it, and training can
 * resume from the checkpoint.
 */
final class DiskFrames implements FrameStore {
  private static final int HEADER =
      16; // bytes: the training run and the number of frames it has started
  private static final int LEAST_SPARE = 4096;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Path file;
  private final int slots;
  private final int spare;
  private final int width; // numbers per frame
  private final int words; // ints per frame
  private final MemorySegment bytes;
  private long training; // 0 before the first frame

  /**
   * Opens or creates a file.
   *
   * @param capacity the number of frames in use
   * @throws IllegalArgumentException if there is not enough disk space
   * @throws UncheckedIOException if the file cannot be opened
   */
  DiskFrames(Path file, int capacity, int width) {
    this.file = file;
    this.width = width;
    words = HeapFrames.words(width);
    spare = Math.max(LEAST_SPARE, capacity / 8);
    slots = Math.addExact(capacity, spare);
    long size = HEADER + (long) slots * words * Integer.BYTES;
    try {
      requireRoom(size);
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        channel.truncate(size);
        bytes = channel.map(MapMode.READ_WRITE, 0, size, Arena.ofAuto());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep frames in %s: %s".formatted(file, e), e);
    }
  }

  private void requireRoom(long size) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    long there = Files.exists(file) ? Files.size(file) : 0;
    long free = Files.getFileStore(folder).getUsableSpace() + there;
    if (size > free) {
      throw new IllegalArgumentException(
          "%s: %,d frames of %,d bytes need %,d MB on the disk, which has %,d MB; remember fewer, or take another disk"
              .formatted(file, slots, width, size >> 20, free >> 20));
    }
  }

  @Override
  public int slots() {
    return slots;
  }

  private long address(int slot) {
    return HEADER + (long) slot * words * Integer.BYTES;
  }

  @Override
  public void put(int slot, float[] from, int at, long count) {
    if (training == 0) {
      training = Math.max(1, System.nanoTime() ^ ProcessHandle.current().pid() << 40);
      bytes.set(LONG, 0, training);
    }
    bytes.set(LONG, Long.BYTES, count);
    long first = address(slot);
    int full = width / 4;
    for (int i = 0; i < full; i++) {
      bytes.set(INT, first + (long) i * Integer.BYTES, FrameStore.pack(from, at + 4 * i));
    }
    if (full < words) {
      int rest = FrameStore.packRest(from, at + 4 * full, width % 4);
      bytes.set(INT, first + (long) full * Integer.BYTES, rest);
    }
  }

  @Override
  public void get(int slot, float[] to, int at) {
    long first = address(slot);
    int full = width / 4;
    for (int i = 0; i < full; i++) {
      int packed = bytes.get(INT, first + (long) i * Integer.BYTES);
      FrameStore.unpack(packed, to, at + 4 * i, 4);
    }
    if (full < words) {
      int packed = bytes.get(INT, first + (long) full * Integer.BYTES);
      FrameStore.unpack(packed, to, at + 4 * full, width % 4);
    }
  }

  @Override
  public Map<String, Object> state() {
    bytes.force();
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("training", Long.toHexString(training));
    return state;
  }

  @Override
  public void restore(Map<?, ?> state, long count) {
    training = Long.parseUnsignedLong((String) state.get("training"), 16);
    if (training == 0) {
      return;
    }
    if (bytes.get(LONG, 0) != training) {
      throw new IllegalArgumentException(
          "%s does not hold the frames of the checkpoint; put back the file that was written with it, or start over"
              .formatted(file));
    }
    long since = bytes.get(LONG, Long.BYTES) - count;
    if (since < 0) {
      throw new IllegalArgumentException(
          "%s is older than the checkpoint; put back the file that was written with it, or start over"
              .formatted(file));
    }
    if (since > spare) {
      throw new IllegalArgumentException(
          "%s: %,d frames were written after the checkpoint, which is more than the %,d that can be undone; start over, and save more often"
              .formatted(file, since, spare));
    }
  }
}
