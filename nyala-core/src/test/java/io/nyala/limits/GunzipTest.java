// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GunzipTest {
  private static final byte[] TEXT =
      "some words, some words".repeat(9_000).getBytes(StandardCharsets.US_ASCII);

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (InputStream in = Gunzip.data(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  @Test
  void unpacks_one_member_or_several() throws IOException {
    byte[] one = gzip(TEXT);
    assertThat(unpacked(one)).isEqualTo(TEXT);
    assertThat(unpacked(joined(one, gzip(new byte[0]), one))).isEqualTo(joined(TEXT, TEXT));
    assertThat(unpacked(joined(one, new byte[700]))).as("padded with zeros").isEqualTo(TEXT);
  }

  /** Python 3.11: gzip.GzipFile("notes.txt", "wb", 9, f, mtime=0).write(b"hello\n"). */
  @Test
  void unpacks_what_python_packed_with_a_name() throws IOException {
    String packed = "1f8b08080000000002ff6e6f7465732e74787400cb48cdc9c9e7020020303a3606000000";
    assertThat(unpacked(HexFormat.of().parseHex(packed))).asString().isEqualTo("hello\n");
  }

  /** The JDK's own stream calls itself for each of them. */
  @Test
  void takes_any_number_of_members() throws IOException {
    byte[] empty = gzip(new byte[0]);
    byte[] many = new byte[200_000 * empty.length];
    for (int i = 0; i < many.length; i += empty.length) {
      System.arraycopy(empty, 0, many, i, empty.length);
    }
    assertThat(unpacked(joined(many, gzip(TEXT)))).isEqualTo(TEXT);
  }

  @Test
  void refuses_what_is_cut_off_at_every_length() throws IOException {
    byte[] packed = gzip("some words".getBytes(StandardCharsets.US_ASCII));
    for (int n = 0; n < packed.length; n++) {
      byte[] part = Arrays.copyOf(packed, n);
      assertThatThrownBy(() -> unpacked(part)).as("%d bytes", n).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void refuses_what_does_not_belong_to_the_packed_data() throws IOException {
    byte[] packed = gzip(TEXT);
    assertThatThrownBy(() -> unpacked(joined(packed, new byte[] {1})))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("after the compressed data");
    byte[] changed = packed.clone();
    changed[packed.length - 6] ^= 1;
    assertThatThrownBy(() -> unpacked(changed)).hasMessageContaining("checksum");
  }

  @Test
  void refuses_texts_that_unpack_to_far_more_than_their_size() throws IOException {
    byte[] zeros = gzip(new byte[80 << 20]);
    assertThatThrownBy(
            () -> {
              try (InputStream in =
                  Gunzip.texts(new ByteArrayInputStream(zeros), zeros.length, "a.txt.gz")) {
                in.transferTo(OutputStream.nullOutputStream());
              }
            })
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("a.txt.gz: decompresses to more than 250 times its")
        .hasMessageContaining("-Dnyala.limit.ratio");
    try (InputStream in = Gunzip.data(new ByteArrayInputStream(zeros))) {
      assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(80 << 20);
    }
  }
}
