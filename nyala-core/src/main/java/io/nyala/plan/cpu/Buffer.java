// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

/** A block of memory: a part of the arena, or data stored elsewhere. */
final class Buffer {
  /** Slot of the arena in {@link Memory}; others hold inputs, variables and constants. */
  static final int ARENA = 0;

  final int slot;
  final int size;
  int offset;
  int firstUse = Integer.MAX_VALUE;
  int lastUse = -1;
  private Buffer sharedWith;

  Buffer(int slot, int size) {
    this.slot = slot;
    this.size = size;
  }

  boolean inArena() {
    return slot == ARENA;
  }

  /** Uses the memory of another buffer, whose content is no longer needed. */
  void share(Buffer other) {
    sharedWith = other.root();
  }

  /** Returns the buffer whose memory this one uses. */
  Buffer root() {
    return sharedWith == null ? this : sharedWith.root();
  }

  void usedAt(int instruction) {
    Buffer r = root();
    r.firstUse = Math.min(r.firstUse, instruction);
    r.lastUse = Math.max(r.lastUse, instruction);
  }
}
