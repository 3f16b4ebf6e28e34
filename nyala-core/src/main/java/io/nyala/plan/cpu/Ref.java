// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

/** The location of an operand: a buffer and an offset in it. */
final class Ref {
  final Buffer buffer;
  final int skip;
  final int size;

  Ref(Buffer buffer, int skip, int size) {
    this.buffer = buffer;
    this.skip = skip;
    this.size = size;
  }

  Ref(Buffer buffer) {
    this(buffer, 0, buffer.size);
  }

  Ref part(int from, int length) {
    return new Ref(buffer, skip + from, length);
  }

  float[] in(Memory memory) {
    return memory.arrays[buffer.slot];
  }

  int at(Memory memory) {
    return memory.offsets[buffer.slot] + buffer.root().offset + skip;
  }
}
