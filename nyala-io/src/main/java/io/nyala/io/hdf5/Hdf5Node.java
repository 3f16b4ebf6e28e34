// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A group or an array in a file; its content is read on request, and only once. */
final class Hdf5Node {
  private static final int ATTRIBUTES = 8;

  private final Hdf5Structure file;
  private final ObjectHeader header;
  private SortedMap<String, Link> links;
  private SortedMap<String, Attribute> attributes;

  Hdf5Node(Hdf5Structure file, ObjectHeader header) {
    this.file = file;
    this.header = header;
  }

  ObjectHeader header() {
    return header;
  }

  boolean isArray() {
    return header.has(ObjectHeader.DATASPACE) && header.has(ObjectHeader.LAYOUT);
  }

  boolean isGroup() {
    return header.has(ObjectHeader.SYMBOL_TABLE)
        || header.has(ObjectHeader.LINK_INFO)
        || header.has(ObjectHeader.LINK)
        || header.has(ObjectHeader.GROUP_INFO);
  }

  /** Returns the links of a group by name, in the order of names. */
  SortedMap<String, Link> links() throws FormatException {
    if (links == null) {
      SortedMap<String, Link> all = new TreeMap<>();
      for (Link link : Link.all(header)) {
        if (link.name().isEmpty() || link.name().contains("/")) {
          throw file.bytes().damaged("a link named \"" + link.name() + "\"");
        }
        if (all.put(link.name(), link) != null) {
          throw file.bytes().damaged("two links are named \"" + link.name() + "\"");
        }
      }
      links = all;
    }
    return links;
  }

  /** Returns an attribute, or null if there is none of that name. */
  Attribute attribute(String name) throws FormatException {
    if (attributes == null) {
      SortedMap<String, Attribute> all = new TreeMap<>();
      for (Cursor message : attributeMessages()) {
        Attribute a = Attribute.read(message);
        if (all.put(a.name(), a) != null) {
          throw file.bytes().damaged("two attributes are named \"" + a.name() + "\"");
        }
      }
      attributes = all;
    }
    return attributes.get(name);
  }

  private List<Cursor> attributeMessages() throws FormatException {
    List<Cursor> messages = new ArrayList<>(header.all(ObjectHeader.ATTRIBUTE));
    Cursor info = header.find(ObjectHeader.ATTRIBUTE_INFO);
    if (info != null) {
      info.version(0, "attributes");
      info.skip((info.u8() & 1) != 0 ? 2 : 0);
      long heapAddress = info.address();
      long tree = info.address();
      if (heapAddress >= 0 && tree >= 0) {
        FractalHeap heap = new FractalHeap(info.bytes(), heapAddress);
        for (Cursor record : BTree2.records(info.bytes(), tree, ATTRIBUTES)) {
          messages.add(heap.object(record));
        }
      }
    }
    return messages;
  }
}
