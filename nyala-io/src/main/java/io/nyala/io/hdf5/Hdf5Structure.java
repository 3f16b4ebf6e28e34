// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The groups and arrays of a file by the addresses of their headers, each read once. */
final class Hdf5Structure {
  private final Bytes bytes;
  private final GlobalHeap heap;
  private final Hdf5Node root;
  private final Map<Long, Hdf5Node> nodes = new HashMap<>();

  private Hdf5Structure(Superblock start) throws FormatException {
    bytes = start.bytes();
    heap = new GlobalHeap(bytes);
    root = node(start.root());
  }

  /** Reads the superblock of a file. */
  static Hdf5Structure read(String what, MemorySegment all) throws FormatException {
    return new Hdf5Structure(Superblock.read(what, all));
  }

  Bytes bytes() {
    return bytes;
  }

  /** Returns the heap with the strings of attributes. */
  GlobalHeap heap() {
    return heap;
  }

  Hdf5Node root() {
    return root;
  }

  /** Returns the group or array whose header is at an address. */
  Hdf5Node node(long address) throws FormatException {
    Hdf5Node node = nodes.get(address);
    if (node == null) {
      node = new Hdf5Node(this, ObjectHeader.read(bytes, address));
      nodes.put(address, node);
    }
    return node;
  }
}
