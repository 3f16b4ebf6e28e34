// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of a group.
 *
 * @param name the name in the group
 * @param address the address of the object's header; -1 for a soft link or a link to another file
 */
record Link(String name, long address) {
  private static final int NAMES = 5;
  private static final int HARD = 0;

  /** Returns the links of a group in any order; none for other objects. */
  static List<Link> all(ObjectHeader header) throws FormatException {
    List<Link> links = new ArrayList<>();
    Cursor table = header.find(ObjectHeader.SYMBOL_TABLE);
    if (table != null) {
      SymbolTable.read(table, links);
    }
    for (Cursor message : header.all(ObjectHeader.LINK)) {
      links.add(read(message));
    }
    Cursor info = header.find(ObjectHeader.LINK_INFO);
    if (info != null) {
      readHeap(info, links);
    }
    return links;
  }

  private static void readHeap(Cursor info, List<Link> into) throws FormatException {
    info.version(0, "links");
    info.skip((info.u8() & 1) != 0 ? 8 : 0);
    long heapAddress = info.address();
    long tree = info.address();
    if (heapAddress < 0 || tree < 0) {
      return;
    }
    FractalHeap heap = new FractalHeap(info.bytes(), heapAddress);
    for (Cursor record : BTree2.records(info.bytes(), tree, NAMES)) {
      into.add(read(heap.object(record.skip(4))));
    }
  }

  /** Reads a message (IV.A.2.g). */
  private static Link read(Cursor in) throws FormatException {
    in.version(1, "a link");
    int flags = in.u8();
    int type = (flags & 8) != 0 ? in.u8() : HARD;
    in.skip((flags & 4) != 0 ? 8 : 0);
    in.skip((flags & 16) != 0 ? 1 : 0);
    String name = in.text(in.count(1 << (flags & 3)));
    return new Link(name, type == HARD ? in.address() : -1);
  }
}
