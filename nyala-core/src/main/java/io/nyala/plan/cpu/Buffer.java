// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

/** A piece of memory: a part of the arena, or data that live elsewhere. */
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

  /** Takes the memory of another buffer, whose content is not needed any more. */
  void share(Buffer other) {
    sharedWith = other.root();
  }

  /** Returns the buffer whose memory this one has. */
  Buffer root() {
    return sharedWith == null ? this : sharedWith.root();
  }

  void usedAt(int instruction) {
    Buffer r = root();
    r.firstUse = Math.min(r.firstUse, instruction);
    r.lastUse = Math.max(r.lastUse, instruction);
  }
}
