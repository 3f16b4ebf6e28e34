// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.files.FormatException;
import io.nyala.limits.LimitException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files whose structure leads round in circles, or to more than they have. */
@Timeout(5)
class HostileHdf5Test {
  @AfterEach
  void clear() {
    System.clearProperty("nyala.limit.memory");
  }

  private static byte[] written(Hdf5Group root) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Hdf5Writer.write(root, out);
    return out.toByteArray();
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void assertRefused(byte[] bytes, String... why) {
    assertRefused(() -> readAll(bytes), why);
  }

  private static void assertRefused(ThrowingCallable reading, String... why) {
    assertThatThrownBy(reading).isInstanceOf(FormatException.class).hasMessageContainingAll(why);
    // Refused before anything large is made for it.
    Runnable again = () -> assertThatThrownBy(reading).isNotNull();
    assertThat(Allocations.perRun(1, 1, again)).isLessThan(2e7);
  }

  private static void readAll(byte[] bytes) throws IOException {
    try (Hdf5File file = Forms.open(bytes)) {
      for (Hdf5Dataset array : file.below("").values()) {
        array.read();
      }
      file.texts("", "list");
    }
  }

  // Groups

  /** Each group links to the next one by two names: 2^40 paths in a few kilobytes. */
  @Test
  void groups_that_are_linked_to_again_and_again_are_refused() throws IOException {
    Hdf5Group root = new Hdf5Group();
    Hdf5Group group = root;
    for (int i = 0; i < 40; i++) {
      group.group("b");
      group = group.group("a");
    }
    byte[] bytes = written(root);
    readAll(bytes);
    ByteBuffer b = buffer(bytes);
    for (int at = 0; at + 4 <= bytes.length; at++) {
      if (b.getInt(at) == 0x444f4e53 && b.getShort(at + 6) == 2) {
        b.putLong(at + 8 + 40 + 8, b.getLong(at + 8 + 8));
      }
    }
    assertRefused(bytes, "is linked twice; links are not followed");
  }

  @Test
  void a_group_in_itself_is_refused() throws IOException {
    byte[] bytes = written(groups());
    ByteBuffer b = buffer(bytes);
    b.putLong(Forms.find(bytes, "SNOD", 1) + 16, root(b));
    assertRefused(bytes, "is linked twice");
  }

  /** Returns where the header of the root group is. */
  private static int root(ByteBuffer b) {
    return (int) b.getLong(64);
  }

  private static Hdf5Group groups() {
    Hdf5Group root = new Hdf5Group();
    root.put("a/b/x", Hdf5Array.of(Tensor.vector(1, 2, 3)));
    return root;
  }

  @Test
  void groups_without_end_are_refused() throws IOException {
    Hdf5Group root = new Hdf5Group();
    root.put("g/".repeat(300) + "x", Hdf5Array.of(Tensor.vector(1)));
    byte[] bytes = written(root);
    assertThatThrownBy(() -> readAll(bytes))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("more than 200 levels deep; -Dnyala.limit.nesting");
  }

  @Test
  void two_links_of_one_name_are_refused() throws IOException {
    Hdf5Group root = new Hdf5Group();
    root.put("first", Hdf5Array.of(Tensor.vector(1)));
    root.put("other", Hdf5Array.of(Tensor.vector(1)));
    byte[] bytes = written(root);
    System.arraycopy("first".getBytes(), 0, bytes, Forms.find(bytes, "other", 0), 5);
    assertRefused(bytes, "two links are named \"first\"");
  }

  @Test
  void a_tree_that_leads_back_is_refused() throws IOException {
    byte[] bytes = written(groups());
    ByteBuffer b = buffer(bytes);
    int tree = (int) b.getLong(root(b) + 24);
    bytes[tree + 5] = 1;
    b.putLong(tree + 32, tree);
    assertRefused(bytes, "twice in a tree");
    int other = Forms.find(bytes, "TREE", Forms.find(bytes, "TREE", 0) == tree ? 1 : 0);
    b.putLong(tree + 32, other);
    bytes[other + 5] = 1;
    assertRefused(bytes, "a node of level 1 where level 0 was expected");
  }

  // Headers

  @Test
  void a_header_that_goes_on_in_itself_is_refused() throws IOException {
    Hdf5Group root = new Hdf5Group().attribute("list", List.of("a", "b"));
    byte[] bytes = written(root);
    ByteBuffer b = buffer(bytes);
    int header = Forms.find(bytes, "list", 0) - 16;
    assertThat(b.getShort(header)).isEqualTo((short) ObjectHeader.ATTRIBUTE);
    b.putShort(header, (short) 0x10);
    b.putLong(header + 8, header).putLong(header + 16, 8 + b.getShort(header + 2));
    b.putShort(root(b) + 2, (short) 3);
    assertRefused(bytes, "continues in itself");
  }

  /** Each part of a header leads to one that begins a little later: all parts hold the rest. */
  @Test
  void parts_of_a_header_that_contain_one_another_are_refused() throws IOException {
    byte[] bytes = Arrays.copyOf(written(new Hdf5Group()), 1 << 19);
    ByteBuffer b = buffer(bytes);
    int chain = 4096;
    int root = root(b);
    b.putShort(root + 2, (short) 0xffff);
    b.putShort(root + 16, (short) 0x10);
    b.putLong(root + 24, chain).putLong(root + 32, bytes.length - chain);
    for (int at = chain; at + 24 < bytes.length; at += 24) {
      b.putShort(at, (short) 0x10).putShort(at + 2, (short) 16);
      b.putLong(at + 8, at + 24).putLong(at + 16, bytes.length - at - 24);
    }
    assertRefused(bytes, "its parts contain one another");
  }

  @Test
  void files_that_are_shorter_than_they_say_are_refused() throws IOException {
    byte[] bytes = written(groups());
    for (int n = 0; n < bytes.length; n += 7) {
      byte[] part = Arrays.copyOf(bytes, n);
      assertThatThrownBy(() -> readAll(part)).isInstanceOf(FormatException.class);
    }
  }

  // Arrays

  @Test
  void arrays_of_absurd_sizes_are_refused() throws IOException {
    for (String name : new String[] {"earliest", "latest"}) {
      for (long dim : new long[] {Long.MAX_VALUE, 1L << 40, Integer.MAX_VALUE, 1 << 24}) {
        byte[] bytes = Forms.bytes(name);
        // The extents of chunks/plain, 5 x 7.
        ByteBuffer b = buffer(bytes);
        byte[] extents =
            ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(5).putLong(7).array();
        int at = Forms.find(bytes, extents, 0);
        b.putLong(at, dim);
        assertThatThrownBy(() -> readAll(repaired(bytes))).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void a_tree_of_chunks_that_leads_back_is_refused() throws IOException {
    byte[] bytes = Forms.bytes("tree");
    readAll(bytes);
    ByteBuffer b = buffer(bytes);
    int root = -1;
    for (int i = 0; root < 0; i++) {
      int at = Forms.find(bytes, "TREE", i);
      root = bytes[at + 4] == 1 && bytes[at + 5] == 1 ? at : -1;
    }
    int key = 24;
    long first = b.getLong(root + 24 + key);
    b.putLong(root + 24 + key + 8 + key, first);
    assertRefused(bytes, "twice in a tree");
    b.putLong(root + 24 + key + 8 + key, root);
    assertRefused(bytes, "twice in a tree");
  }

  @Test
  void chunks_that_do_not_unpack_to_their_size_are_refused() throws IOException {
    byte[] bytes = Forms.bytes("earliest");
    // The extents of the chunks of chunks/packed, 4 x 5 of 4 bytes.
    byte[] extents = {4, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0};
    int at = Forms.find(bytes, extents, 0);
    bytes[at] = 3;
    assertThatThrownBy(() -> Forms.open(bytes).dataset("chunks/packed").read())
        .isInstanceOf(FormatException.class);
    buffer(bytes).putInt(at, 1 << 28);
    System.setProperty("nyala.limit.memory", "100m");
    assertThatThrownBy(() -> Forms.open(bytes).dataset("chunks/packed").read())
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_wrong_checksum_of_a_chunk_is_noticed() throws IOException {
    byte[] bytes = Forms.bytes("earliest");
    Tensor sound = Forms.open(bytes).dataset("chunks/packed").read();
    assertThat(sound.shape()).isEqualTo(Shape.of(9, 8));
    byte[] stored = {0x78, 0x5e};
    int first = -1;
    for (int i = 0; first < 0; i++) {
      int at = Forms.find(bytes, stored, i);
      first = bytes[at + 2] == 0x63 ? at : -1;
    }
    bytes[first + 12] ^= 4;
    assertThatThrownBy(() -> Forms.open(bytes).dataset("chunks/packed").read())
        .isInstanceOf(FormatException.class);
  }

  // Heaps

  @Test
  void trees_of_more_records_than_a_file_has_are_refused() throws IOException {
    byte[] bytes = Forms.bytes("dense");
    int tree = Forms.find(bytes, "BTHD", 0);
    buffer(bytes).putLong(tree + 26, Integer.MAX_VALUE);
    assertRefused(repaired(bytes), "records instead of 2147483647");
  }

  @Test
  void heaps_with_blocks_of_odd_sizes_are_refused() throws IOException {
    for (long size : new long[] {0, 3, Long.MAX_VALUE}) {
      byte[] bytes = Forms.bytes("dense");
      buffer(bytes).putLong(Forms.find(bytes, "FRHP", 0) + 112, size);
      assertRefused(repaired(bytes), "blocks of invalid sizes");
    }
  }

  /** Texts of any length are references to a heap, and all may be to the same long one. */
  @Test
  void texts_that_are_one_long_text_again_and_again_stop_at_the_limit() throws IOException {
    byte[] bytes = written(new Hdf5Group().attribute("text", "x".repeat(60_000)));
    byte[] many = Arrays.copyOf(bytes, bytes.length + 10_000);
    ByteBuffer b = buffer(many);
    int heap = Forms.find(bytes, "GCOL", 0);
    // A header of one attribute: 500 texts, each of them the first object of that heap.
    int header = bytes.length;
    int count = 500;
    b.position(header).put(new byte[] {1, 0, 1, 0}).putInt(1).putInt(32 + 48 + 16 * count);
    b.position(header + 16).putShort((short) 0xc).putShort((short) (72 + 16 * count)).putInt(0);
    b.put(new byte[] {1, 0, 5, 0, 20, 0, 16, 0}).put("list\0\0\0\0".getBytes());
    b.put(
        new byte[] {0x19, 1, 1, 0, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0});
    b.put(new byte[] {1, 1, 0, 0, 0, 0, 0, 0}).putLong(count);
    for (int i = 0; i < count; i++) {
      b.putInt(60_000).putLong(heap).putInt(1);
    }
    b.putLong(40, many.length);
    b.putLong(64, header);
    System.setProperty("nyala.limit.memory", "10m");
    assertThatThrownBy(() -> Forms.open(many).texts("", "list"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("attribute \"list\": takes");
    System.clearProperty("nyala.limit.memory");
    assertThat(Forms.open(many).texts("", "list")).hasSize(count);
  }

  /** Makes the checksums of headers, trees and heaps right again. */
  private static byte[] repaired(byte[] bytes) {
    ByteBuffer b = buffer(bytes);
    MemorySegment all = MemorySegment.ofArray(bytes);
    for (int at = 0; at + 8 < bytes.length; at++) {
      int length =
          switch (b.getInt(at)) {
            case 0x4448_5442 -> 34; // BTHD
            case 0x5048_5246 -> 142; // FRHP
            case 0x5244_484f -> headerLength(b, at); // OHDR
            default -> 0;
          };
      if (length > 0 && at + length + 4 <= bytes.length) {
        b.putInt(at + length, Checksum.lookup3(all.asSlice(at, length), length));
      }
    }
    return bytes;
  }

  private static int headerLength(ByteBuffer b, int at) {
    int flags = b.get(at + 5);
    int before = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    return switch (flags & 3) {
      case 0 -> before + 1 + (b.get(at + before) & 0xff);
      case 1 -> before + 2 + (b.getShort(at + before) & 0xffff);
      default -> before + 4 + b.getInt(at + before);
    };
  }
}
