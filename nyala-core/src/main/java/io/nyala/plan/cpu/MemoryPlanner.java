// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Assigns an offset to every arena buffer, so that buffers in use at the same time do not overlap:
 * the largest first, each at the lowest free offset.
 */
final class MemoryPlanner {
  /** Offsets are multiples of this number of floats (a cache line). */
  private static final int ALIGNMENT = 16;

  private MemoryPlanner() {}

  /**
   * Places the buffers of a program.
   *
   * @param kept buffers that must be preserved to the end
   * @param reuse whether memory may be reused after its last use
   * @return the size of the arena, in floats
   */
  static int place(List<Instruction> program, List<Buffer> kept, boolean reuse) {
    Set<Buffer> roots = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < program.size(); i++) {
      for (Ref ref : program.get(i).reads()) {
        use(ref.buffer, i, roots);
      }
      for (Ref ref : program.get(i).writes()) {
        use(ref.buffer, i, roots);
      }
    }
    for (Buffer b : kept) {
      use(b, program.size(), roots);
    }
    List<Buffer> order = new ArrayList<>(roots);
    order.sort(Comparator.comparingInt((Buffer b) -> -b.size).thenComparingInt(b -> b.firstUse));
    List<Buffer> placed = new ArrayList<>();
    long end = 0;
    for (Buffer b : order) {
      long at = 0;
      for (Buffer other : placed) {
        boolean together = !reuse || (b.firstUse <= other.lastUse && other.firstUse <= b.lastUse);
        if (together && at < other.offset + span(other) && other.offset < at + span(b)) {
          at = other.offset + span(other);
        }
      }
      if (at + span(b) > Integer.MAX_VALUE - ALIGNMENT) {
        throw new IllegalArgumentException(
            "the program needs more than 2^31 floats of buffers; use smaller batches");
      }
      b.offset = (int) at;
      end = Math.max(end, at + span(b));
      int i = 0;
      while (i < placed.size() && placed.get(i).offset <= b.offset) {
        i++;
      }
      placed.add(i, b);
    }
    return (int) end;
  }

  private static void use(Buffer buffer, int at, Set<Buffer> roots) {
    if (buffer.inArena()) {
      buffer.usedAt(at);
      roots.add(buffer.root());
    }
  }

  private static long span(Buffer b) {
    return (b.size + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
  }
}
