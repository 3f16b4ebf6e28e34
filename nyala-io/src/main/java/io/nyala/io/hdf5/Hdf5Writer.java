// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes HDF5 files in the oldest version of the format, which all programs can read: superblock 0,
 * symbol tables, contiguous arrays. Addresses are assigned to all parts first, then the bytes are
 * written in order, so that only the structure is held in memory.
 *
 * <p>Section numbers below refer to the HDF5 File Format Specification, version 3.0.
 */
public final class Hdf5Writer {
  private static final long UNDEFINED = -1;
  private static final int SUPERBLOCK = 96;
  private static final int TREE_K = 16;
  private static final int TREE = 24 + (2 * TREE_K + 1) * 8 + 2 * TREE_K * 8;
  private static final int CHUNK = 1 << 18;

  /** A part of the file: either some bytes or an array. */
  private record Block(long address, long size, Consumer<ByteBuffer> content, Hdf5Array array) {}

  private final List<Block> blocks = new ArrayList<>();
  private final int leafK;
  private long end = SUPERBLOCK;

  private Hdf5Writer(Hdf5Group root) {
    // A tree of one level can have 32 nodes; nodes are made large enough for that.
    this.leafK = Math.max(4, Math.ceilDiv(largest(root), 2 * 2 * TREE_K));
    Group top = group(root);
    blocks.addFirst(new Block(0, SUPERBLOCK, b -> superblock(b, top), null));
  }

  private static int largest(Hdf5Group group) {
    int most = group.children().size();
    for (Object child : group.children().values()) {
      most = Math.max(most, child instanceof Hdf5Group g ? largest(g) : 0);
    }
    return most;
  }

  /** Returns the number of bytes that {@link #write} will write. */
  public static long size(Hdf5Group root) {
    return new Hdf5Writer(root).end;
  }

  /** Writes a file whose root is this group. */
  public static void write(Hdf5Group root, OutputStream out) throws IOException {
    new Hdf5Writer(root).writeTo(out);
  }

  private void writeTo(OutputStream out) throws IOException {
    byte[] bytes = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Block block : blocks) {
      if (block.array() == null) {
        ByteBuffer part =
            ByteBuffer.allocate(Math.toIntExact(block.size())).order(ByteOrder.LITTLE_ENDIAN);
        block.content().accept(part);
        out.write(part.array());
        continue;
      }
      int next = 0;
      while (next < block.array().shape().size()) {
        buffer.clear();
        next = block.array().put(buffer, next);
        out.write(bytes, 0, buffer.position());
      }
      out.write(new byte[(int) (block.size() - block.array().bytes())]);
    }
  }

  // Addresses

  private long add(long size, Consumer<ByteBuffer> content, Hdf5Array array) {
    long address = end;
    long padded = pad(size);
    blocks.add(new Block(address, padded, content, array));
    end += padded;
    return address;
  }

  private static long pad(long size) {
    return (size + 7) / 8 * 8;
  }

  /** The addresses of the parts of a group. */
  private record Group(long header, long tree, long heap) {}

  private Group group(Hdf5Group group) {
    List<String> names = new ArrayList<>(group.children().keySet());
    List<Long> headers = new ArrayList<>();
    for (Object child : group.children().values()) {
      headers.add(child instanceof Hdf5Group g ? group(g).header() : array((Hdf5Array) child));
    }
    List<byte[]> texts = names.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toList();
    List<Long> offsets = new ArrayList<>();
    long used = 8;
    for (byte[] text : texts) {
      offsets.add(used);
      used += pad(text.length + 1L);
    }
    long heapSize = Math.max(used, 16);
    long heapAt = end;
    long heap = add(32 + heapSize, b -> heap(b, texts, heapAt, heapSize), null);
    List<Long> leaves = new ArrayList<>();
    int most = 2 * leafK;
    for (int from = 0; from < names.size(); from += most) {
      int first = from;
      int to = Math.min(names.size(), from + most);
      leaves.add(add(8 + 40L * most, b -> leaf(b, offsets, headers, first, to), null));
    }
    long tree = add(TREE, b -> tree(b, leaves, offsets, most), null);
    Messages messages = new Messages(this::heapOfText);
    messages.symbolTable(tree, heap);
    for (Map.Entry<String, Object> a : group.attributes().entrySet()) {
      messages.attribute(a.getKey(), a.getValue());
    }
    return new Group(add(messages.size(), messages::write, null), tree, heap);
  }

  private long array(Hdf5Array array) {
    long data = array.bytes() == 0 ? UNDEFINED : add(array.bytes(), null, array);
    Messages messages = new Messages(this::heapOfText);
    messages.array(array, data);
    return add(messages.size(), messages::write, null);
  }

  /** A global heap (III.E) with one string. */
  private long heapOfText(byte[] text) {
    long size = Math.max(4096, 16 + 16 + pad(text.length) + 16);
    return add(
        size,
        b -> {
          b.put("GCOL".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).position(8);
          b.putLong(size);
          b.putShort((short) 1).putShort((short) 1).putInt(0).putLong(text.length).put(text);
          int free = (int) (32 + pad(text.length));
          b.position(free);
          b.putShort((short) 0).putShort((short) 0).putInt(0).putLong(size - free);
        },
        null);
  }

  // Content

  /** Section II.A. */
  private void superblock(ByteBuffer b, Group root) {
    b.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
    b.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0});
    b.putShort((short) leafK).putShort((short) TREE_K).putInt(0);
    b.putLong(0).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
    b.putLong(0).putLong(root.header()).putInt(1).putInt(0);
    b.putLong(root.tree()).putLong(root.heap());
  }

  /** Section III.D: a local heap, with its data directly after its header and no free blocks. */
  private static void heap(ByteBuffer b, List<byte[]> texts, long address, long size) {
    b.put("HEAP".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    b.putLong(size).putLong(1).putLong(address + 32);
    int at = 32 + 8;
    for (byte[] text : texts) {
      b.put(at, text);
      at += (int) pad(text.length + 1L);
    }
  }

  /**
   * Section III.C: the names, stored in the heap, and the addresses of the headers of the named
   * objects.
   */
  private static void leaf(ByteBuffer b, List<Long> names, List<Long> headers, int from, int to) {
    b.put("SNOD".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
    b.putShort((short) (to - from));
    for (int i = from; i < to; i++) {
      b.putLong(names.get(i)).putLong(headers.get(i)).putLong(0).putLong(0).putLong(0);
    }
  }

  /** Section III.A.1: each key is the last name of the child before it. */
  private static void tree(ByteBuffer b, List<Long> leaves, List<Long> names, int most) {
    b.put("TREE".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) 0);
    b.putShort((short) leaves.size()).putLong(UNDEFINED).putLong(UNDEFINED).putLong(0);
    for (int i = 0; i < leaves.size(); i++) {
      b.putLong(leaves.get(i));
      b.putLong(names.get(Math.min(names.size(), (i + 1) * most) - 1));
    }
  }
}
