// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.HashMap;
import java.util.Map;

/** The collections of variable-length strings (III.E), each read once. */
final class GlobalHeap {
  private final Bytes bytes;
  private final Map<Long, Map<Integer, Cursor>> collections = new HashMap<>();

  GlobalHeap(Bytes bytes) {
    this.bytes = bytes;
  }

  /** Returns an object. */
  Cursor object(long address, int index) throws FormatException {
    Map<Integer, Cursor> collection = collections.get(address);
    if (collection == null) {
      collection = read(address);
      collections.put(address, collection);
    }
    Cursor object = collection.get(index);
    if (object == null) {
      throw bytes.damaged("the heap at byte %d has no object %d".formatted(address, index));
    }
    return object.again();
  }

  private Map<Integer, Cursor> read(long address) throws FormatException {
    Cursor front = bytes.open(address).signature("GCOL").version(1, "a heap").skip(3);
    long size = front.length();
    Cursor in = bytes.at(address, size);
    in.skip(front.position());
    Map<Integer, Cursor> objects = new HashMap<>();
    int head = 8 + bytes.lengthSize();
    while (in.left() >= head) {
      int index = in.u16();
      in.skip(6);
      long length = in.length();
      if (index == 0) {
        break; // free space
      }
      if (objects.put(index, in.part(length)) != null) {
        throw bytes.damaged("the heap at byte %d has object %d twice".formatted(address, index));
      }
      in.skip(Math.min(-length & 7, in.left()));
    }
    return objects;
  }
}
