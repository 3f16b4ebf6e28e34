// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.images.Cifar10;
import io.nyala.data.images.Idx;
import io.nyala.data.images.Images;
import io.nyala.data.table.Csv;
import io.nyala.data.text.TextFiles;
import io.nyala.data.text.WordVectorFiles;
import io.nyala.testing.FileFuzz;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with bytes changed, cut out and cut off: they are read, or refused with a {@link
 * DataException}, quickly and within the memory; {@link FileFuzz} can be told to go on longer.
 */
class FileFuzzTest {
  private static final String CSV =
      "a;b;day\n1;2,5;2017-01-01\n-3e4;\"x;\"\"y\";2017-01-02\n;;\n7;8;2017-01-03\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.csv", "glove.txt", "glove.txt.gz", "word2vec.bin", "images.idx", "images.idx.gz",
        "labels.idx", "data_batch_1.bin", "texts.tar.gz", "texts.tar", "texts.zip", "text.txt.gz"
      })
  void mutated_files_are_refused_in_order(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, sound(name));
    Files.write(folder.resolve("test_batch.bin"), new byte[3073]);
    check(name, f -> read(name, f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "png",
        "palette-png",
        "16-bit-rgb-png",
        "jpeg",
        "progressive-jpeg",
        "cmyk-jpeg",
        "bmp",
        "grey-bmp",
        "gif",
        "animated-gif"
      })
  void mutated_images_are_refused_in_order(String name) throws IOException {
    try (InputStream in = Images.class.getResourceAsStream(name + ".bin")) {
      Files.copy(in, folder.resolve(name));
    }
    check(name, f -> Images.load(f, 3));
  }

  private void check(String name, FileFuzz.Reader reader) throws IOException {
    FileFuzz.Outcome outcome =
        FileFuzz.run(
            folder.resolve(name),
            name.hashCode(),
            e -> e instanceof DataException && !e.getMessage().contains("null"),
            reader);
    System.out.println(name + ": " + outcome);
    assertThat(outcome.refused()).isPositive();
  }

  /** A name that the fuzzing came upon: a file, and yet a folder by its name. */
  @Test
  void a_file_named_like_a_folder_is_left_out() throws IOException {
    Path file = folder.resolve("texts.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      tar.putArchiveEntry(new TarArchiveEntry("cats/", TarConstants.LF_NORMAL));
      tar.closeArchiveEntry();
    }
    assertThatThrownBy(() -> TextFiles.options().labelled(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected files in folders named after their classes, found none");
  }

  private static Object read(String name, Path file) {
    return switch (name) {
      case "t.csv" -> Csv.read(file);
      case "glove.txt", "glove.txt.gz" -> WordVectorFiles.text(file);
      case "word2vec.bin" -> WordVectorFiles.binary(file);
      case "images.idx", "images.idx.gz" -> Idx.images(file);
      case "labels.idx" -> Idx.labels(file);
      case "data_batch_1.bin" -> Cifar10.load(file.getParent(), 255);
      case "text.txt.gz" -> TextFiles.options().read(file);
      default -> TextFiles.options().labelled(file);
    };
  }

  private static byte[] sound(String name) throws IOException {
    byte[] idx = {
      0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2
    };
    byte[] glove = "the 0.1 -2e3 3\nof 4 5 6\n".getBytes(StandardCharsets.UTF_8);
    return switch (name) {
      case "t.csv" -> CSV.getBytes(StandardCharsets.UTF_8);
      case "glove.txt" -> glove;
      case "glove.txt.gz" -> gzip(glove);
      case "word2vec.bin" -> word2vec();
      case "images.idx" -> idx;
      case "images.idx.gz" -> gzip(idx);
      case "labels.idx" -> new byte[] {0, 0, 8, 1, 0, 0, 0, 4, 1, 2, 3, 4};
      case "data_batch_1.bin" -> new byte[2 * 3073];
      case "text.txt.gz" -> gzip("Gr\u00fc\u00dfe, \u4e16\u754c".getBytes(StandardCharsets.UTF_8));
      case "texts.zip" -> zip();
      case "texts.tar" -> tar();
      default -> gzip(tar());
    };
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] word2vec() {
    ByteBuffer b = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    b.put("2 3\n".getBytes(StandardCharsets.US_ASCII));
    for (String word : new String[] {"the", "of"}) {
      b.put((word + " ").getBytes(StandardCharsets.US_ASCII));
      b.putFloat(1).putFloat(-2).putFloat(0.5f).put((byte) '\n');
    }
    return Arrays.copyOf(b.array(), b.position());
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String path : new String[] {"set/cats/\u00e9.txt", "set/dogs/1.txt"}) {
        zip.putNextEntry(new ZipEntry(path));
        zip.write("some words, some words".getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String path : new String[] {"set/cats/0.txt", "set/dogs/1.txt"}) {
        byte[] content = "some words, some words".getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
