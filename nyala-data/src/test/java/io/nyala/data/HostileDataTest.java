// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.images.Idx;
import io.nyala.data.images.Images;
import io.nyala.data.table.Csv;
import io.nyala.data.text.WordVectorFiles;
import io.nyala.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files that would fill the memory, take for ever, or come out as something else. */
class HostileDataTest {
  @TempDir Path folder;

  @AfterEach
  void clear() {
    System.clearProperty("nyala.limit.memory");
    System.clearProperty("nyala.limit.pixels");
  }

  private Path file(String name, byte... bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static byte[] gzip(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    }
    return bytes.toByteArray();
  }

  private static void assertRefused(ThrowingCallable reading, String... why) {
    assertThatThrownBy(reading).isInstanceOf(DataException.class).hasMessageContainingAll(why);
  }

  // Word vectors

  @ParameterizedTest
  @CsvSource({"NaN", "nan", "Infinity", "-inf", "1e39", "0x1p3", "1f", "2d", "1e", "''"})
  void numbers_that_are_none_are_refused_in_word_vectors(String number) throws IOException {
    Path file = text("glove.txt", "a 1 2\nb 3 " + number + "\nc 4 5\n");
    assertRefused(() -> WordVectorFiles.text(file), "glove.txt line 2", "expected ");
  }

  @Test
  void the_first_line_of_word2vec_must_be_true() throws IOException {
    assertThat(WordVectorFiles.text(text("w.txt", "2 2\na 1 2\nb 3 4\n")).size()).isEqualTo(2);
    for (String first : new String[] {"3 2", "1 2", "2 3"}) {
      Path file = text("w.txt", first + "\na 1 2\nb 3 4\n");
      assertRefused(() -> WordVectorFiles.text(file), "w.txt: the first line says", "2 of 2");
    }
  }

  private static byte[] word2vec(String header, float... vector) {
    ByteBuffer b = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    b.put(header.getBytes(StandardCharsets.US_ASCII)).put("w ".getBytes(StandardCharsets.US_ASCII));
    for (float v : vector) {
      b.putFloat(v);
    }
    return Arrays.copyOf(b.array(), b.position());
  }

  @Test
  void binary_word_vectors_must_be_finite_and_as_many_as_they_say() throws IOException {
    Path nan = file("w.bin", word2vec("1 2\n", 1, Float.NaN));
    assertRefused(() -> WordVectorFiles.binary(nan), "w.bin, word 1 (\"w\"): expected finite");
    Path more = file("more.bin", word2vec("1 1\n", 1, 2));
    assertRefused(
        () -> WordVectorFiles.binary(more), "more.bin: there is more data after the 1 " + "words");
    Path wide = file("wide.bin", word2vec("1 999999999\n", 1, 2));
    assertRefused(() -> WordVectorFiles.binary(wide), "wide.bin: ends within word 1 of 1");
    Path many = file("many.bin", word2vec("999999999 1\n", 1));
    assertRefused(() -> WordVectorFiles.binary(many), "many.bin: ends within word 2");
    Path endless = file("endless.bin", word2vec("2 1\n" + "x".repeat(30), 1));
    assertRefused(() -> WordVectorFiles.binary(endless), "endless.bin: ends within word 2");
  }

  @Test
  void word_vectors_stop_at_the_limit_of_the_memory() throws IOException {
    System.setProperty("nyala.limit.memory", "4m");
    byte[] words = "a 1\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    Path file = file("words.txt.gz", gzip(words));
    assertRefused(() -> WordVectorFiles.text(file), "words.txt.gz: takes", "-Xmx");
    Path line = file("line.txt.gz", gzip(new byte[17 << 20]));
    assertRefused(() -> WordVectorFiles.text(line), "line.txt.gz", "bytes without \"\\n\"");
  }

  // Tables

  @Test
  void tables_stop_at_the_limit_of_the_memory() throws IOException {
    System.setProperty("nyala.limit.memory", "4m");
    Path wide = text("wide.csv", "1,".repeat(100_000) + "1\n");
    assertRefused(() -> Csv.read(wide), "wide.csv line 1: takes", "-Dnyala.limit.memory");
    Path lines = file("long.csv.gz", gzip("a,b\n".getBytes(), "1,2\n".repeat(999_999).getBytes()));
    assertRefused(() -> Csv.read(lines), "long.csv.gz line ", "-Dnyala.limit.memory");
    System.clearProperty("nyala.limit.memory");
    assertThat(Csv.read(lines).rows()).isEqualTo(999_999);
  }

  @Test
  void a_line_without_an_end_is_refused() throws IOException {
    Path endless = file("endless.csv.gz", gzip("a\n".getBytes(), new byte[20 << 20]));
    assertRefused(() -> Csv.read(endless), "endless.csv.gz");
    Path quoted = file("quoted.csv.gz", gzip("a\n\"".getBytes(), new byte[20 << 20]));
    assertRefused(() -> Csv.read(quoted), "quoted.csv.gz");
  }

  @Test
  void packed_tables_that_unpack_to_far_more_than_their_size_are_refused() throws IOException {
    byte[] row = "1".repeat(1 << 20).getBytes();
    row[row.length - 1] = '\n';
    byte[][] rows = new byte[70][];
    Arrays.fill(rows, row);
    Path file = file("bomb.csv.gz", gzip(rows));
    assertRefused(() -> Csv.read(file), "bomb.csv.gz: decompresses to more than 250 times its");
  }

  // Images

  @Test
  void packed_idx_files_stop_at_the_limit_of_the_memory() throws IOException {
    byte[] header = {0, 0, 8, 3, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 1};
    Path file = file("images.gz", gzip(header, new byte[1 << 20]));
    assertThat(Idx.images(file).shape()).isEqualTo(Shape.of(1024, 1024, 1));
    System.setProperty("nyala.limit.memory", "4000k");
    assertRefused(() -> Idx.images(file), "images.gz: takes 4,194,304 bytes of memory");
  }

  @Test
  void what_follows_packed_data_is_refused() throws IOException {
    byte[] labels = gzip(new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7});
    Path file = file("labels.gz", Arrays.copyOf(labels, labels.length + 1));
    assertThat(Idx.labels(file).ints()).containsExactly(7);
    byte[] more = Files.readAllBytes(file);
    more[labels.length] = 1;
    Files.write(file, more);
    assertRefused(() -> Idx.labels(file), "the gzip file is damaged");
  }

  @Test
  void images_stop_at_the_limits_before_they_are_decoded() throws IOException {
    Path file = folder.resolve("white.png");
    ImageIO.write(
        new BufferedImage(2000, 1000, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    assertThat(Images.load(file, 3).shape()).isEqualTo(Shape.of(1000, 2000, 3));
    System.setProperty("nyala.limit.pixels", "1999999");
    assertRefused(
        () -> Images.load(file, 3), "white.png: has 1,000 x 2,000 pixels, the limit is 1,999,999");
    System.clearProperty("nyala.limit.pixels");
    // Two million pixels of a level and of three floats.
    System.setProperty("nyala.limit.memory", "26000000");
    assertRefused(() -> Images.load(file, 3), "white.png: takes", "-Dnyala.limit.memory");
    System.setProperty("nyala.limit.memory", "26100000");
    assertThat(Images.load(file, 3).shape()).isEqualTo(Shape.of(1000, 2000, 3));
  }

  @Test
  void a_bitmap_that_holds_another_image_is_refused() throws IOException {
    byte[] bitmap;
    try (InputStream in = Images.class.getResourceAsStream("bmp.bin")) {
      bitmap = in.readAllBytes();
    }
    bitmap[30] = 5;
    Path file = file("a.bmp", bitmap);
    assertRefused(() -> Images.load(file), "a.bmp: a bitmap that contains a PNG file");
  }

  /** Scans without data take a few bytes each, and a pass over the image. */
  @Test
  void a_jpeg_of_very_many_scans_is_refused() throws IOException {
    byte[] jpeg;
    try (InputStream in = Images.class.getResourceAsStream("progressive-jpeg.bin")) {
      jpeg = in.readAllBytes();
    }
    int scan = 0;
    while ((jpeg[scan] & 0xff) != 0xff || (jpeg[scan + 1] & 0xff) != 0xda) {
      scan++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, scan);
    int header = 2 + (jpeg[scan + 2] & 0xff) * 256 + (jpeg[scan + 3] & 0xff);
    for (int i = 0; i < 101; i++) {
      out.write(jpeg, scan, header);
    }
    out.write(jpeg, scan, jpeg.length - scan);
    Path file = file("scans.jpg", out.toByteArray());
    assertRefused(() -> Images.load(file), "scans.jpg", "scans; a normal file has about ten");
  }
}
