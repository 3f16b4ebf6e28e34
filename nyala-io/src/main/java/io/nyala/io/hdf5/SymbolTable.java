// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The links of a group in all but the newest versions of the format: a tree of nodes and a heap of
 * names (III).
 */
final class SymbolTable {
  private static final int SOFT = 2;

  private final Bytes bytes;
  private final List<Link> links;
  private final Set<Long> seen = new HashSet<>();
  private Cursor names;

  private SymbolTable(Bytes bytes, List<Link> links) {
    this.bytes = bytes;
    this.links = links;
  }

  /** Adds the links to which a message refers. */
  static void read(Cursor message, List<Link> into) throws FormatException {
    SymbolTable table = new SymbolTable(message.bytes(), into);
    long tree = message.address();
    table.readNames(message.address());
    table.readTree(tree, -1);
  }

  private void readNames(long address) throws FormatException {
    int size = 8 + 2 * bytes.lengthSize() + bytes.offsetSize();
    Cursor heap = bytes.at(address, size).signature("HEAP").version(0, "a heap").skip(3);
    long length = heap.length();
    heap.skip(bytes.lengthSize());
    names = bytes.at(heap.address(), length);
  }

  /** Reads a node. Levels count down, so that no node can contain itself. */
  private void readTree(long address, int expectedLevel) throws FormatException {
    if (!seen.add(address)) {
      throw bytes.damaged("the node at byte %d occurs twice in a tree".formatted(address));
    }
    int pointer = bytes.offsetSize() + bytes.lengthSize();
    int head = 8 + 2 * bytes.offsetSize();
    Cursor front = bytes.at(address, head).signature("TREE").version(0, "a tree of links");
    int level = front.u8();
    int count = front.u16();
    if (expectedLevel >= 0 && level != expectedLevel) {
      throw bytes.damaged(
          "a node of level %d where level %d was expected".formatted(level, expectedLevel));
    }
    Cursor in = bytes.at(address + head, (long) count * pointer);
    for (int i = 0; i < count; i++) {
      long child = in.skip(bytes.lengthSize()).address();
      if (level > 0) {
        readTree(child, level - 1);
      } else {
        readNode(child);
      }
    }
  }

  private void readNode(long address) throws FormatException {
    if (!seen.add(address)) {
      throw bytes.damaged("the node at byte %d occurs twice in a tree".formatted(address));
    }
    Cursor front = bytes.at(address, 8).signature("SNOD").version(1, "a node of links").skip(1);
    int count = front.u16();
    int size = 2 * bytes.offsetSize() + 24;
    Cursor in = bytes.at(address + 8, (long) count * size);
    for (int i = 0; i < count; i++) {
      Cursor entry = in.part(size);
      long name = entry.address();
      long header = entry.address();
      long kind = entry.u32();
      Cursor text = names.again().skip(name);
      String word = text.textToZero();
      bytes.read(word.length());
      links.add(new Link(word, kind == SOFT ? -1 : header));
    }
  }
}
