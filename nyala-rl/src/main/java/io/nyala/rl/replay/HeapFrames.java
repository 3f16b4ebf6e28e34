// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Frames on the heap: four bytes per int, which checkpoints can store unchanged. */
final class HeapFrames implements FrameStore {
  /**
   * The maximum size of an array in a checkpoint, beyond which archives need an unsupported format.
   */
  private static final long MOST_KEPT = 4_000_000_000L;

  private static final int CHUNK = 1 << 24; // ints per array

  private final int slots;
  private final int width; // numbers per frame
  private final int words; // ints per frame
  private final int rows; // frames per chunk
  private final int[][] chunks;
  private int used; // number of written slots

  HeapFrames(int slots, int width) {
    this.slots = slots;
    this.width = width;
    words = words(width);
    rows = Math.clamp(CHUNK / words, 1, slots);
    chunks = new int[(slots + rows - 1) / rows][];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = new int[Math.min(rows, slots - i * rows) * words];
    }
  }

  /** Returns the number of ints per frame. */
  static int words(int width) {
    return (width + 3) / 4;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void put(int slot, float[] from, int at, long count) {
    int[] chunk = chunks[slot / rows];
    int first = slot % rows * words;
    int full = width / 4;
    for (int i = 0; i < full; i++) {
      chunk[first + i] = FrameStore.pack(from, at + 4 * i);
    }
    if (full < words) {
      chunk[first + full] = FrameStore.packRest(from, at + 4 * full, width % 4);
    }
    used = Math.max(used, slot + 1);
  }

  @Override
  public void get(int slot, float[] to, int at) {
    int[] chunk = chunks[slot / rows];
    int first = slot % rows * words;
    int full = width / 4;
    for (int i = 0; i < full; i++) {
      FrameStore.unpack(chunk[first + i], to, at + 4 * i, 4);
    }
    if (full < words) {
      FrameStore.unpack(chunk[first + full], to, at + 4 * full, width % 4);
    }
  }

  @Override
  public Map<String, Object> state() {
    long bytes = (long) slots * words * Integer.BYTES;
    if (bytes > MOST_KEPT) {
      throw new IllegalStateException(
          "%,d frames of %,d bytes are more than the 4 GB of a checkpoint; keep them on disk by Frames.onDisk"
              .formatted(slots, width));
    }
    List<Object> kept = new ArrayList<>();
    for (int i = 0; i * rows < used; i++) {
      kept.add(Tensor.ofInts(Shape.of(chunks[i].length), chunks[i]));
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("used", used);
    state.put("frames", kept);
    return state;
  }

  @Override
  public void restore(Map<?, ?> state, long count) {
    used = ((Number) state.get("used")).intValue();
    List<?> kept = (List<?>) state.get("frames");
    for (int i = 0; i < kept.size(); i++) {
      int[] from = ((Tensor) kept.get(i)).ints();
      System.arraycopy(from, 0, chunks[i], 0, from.length);
    }
  }
}
