// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.limits.LimitException;
import io.nyala.testing.ZipForge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that say what is not so are refused, by the entry's name. */
class ZipTest {
  private static final byte[] TEXT = "some words, some words".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @AfterEach
  void clear() {
    System.clearProperty("nyala.limit.memory");
  }

  private String text(byte[] archive) throws IOException {
    Path file = folder.resolve("a.zip");
    Files.write(file, archive);
    try (Zip zip = Zip.open(file)) {
      return zip.text("a");
    }
  }

  private void assertRefused(byte[] archive, String why) {
    assertThatThrownBy(() -> text(archive))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a.zip")
        .hasMessageContaining(why);
  }

  @Test
  void sound_archives_are_read() throws IOException {
    assertThat(text(new ZipForge().stored("a", TEXT).bytes())).isEqualTo("some words, some words");
    assertThat(text(new ZipForge().deflated("b").deflated("a", TEXT).bytes()))
        .isEqualTo("some words, some words");
    assertThat(text(new ZipForge().deflated("a").bytes())).isEmpty();
  }

  @Test
  void an_entry_that_is_there_twice_is_refused() {
    assertRefused(
        new ZipForge().stored("a", TEXT).deflated("a", TEXT).bytes(), "entry \"a\" occurs twice");
  }

  @Test
  void entries_that_lie_about_themselves_are_refused() {
    assertRefused(new ZipForge().declaring(21).stored("a", TEXT).bytes(), "declares 21 bytes");
    assertRefused(new ZipForge().declaring(23).stored("a", TEXT).bytes(), "declares 23 bytes");
    assertRefused(new ZipForge().declaring(21).deflated("a", TEXT).bytes(), "21 bytes");
    assertRefused(new ZipForge().declaring(23).deflated("a", TEXT).bytes(), "23 bytes");
    assertRefused(new ZipForge().declaring(-1).stored("a", TEXT).bytes(), "declares 4294967295");
    assertRefused(new ZipForge().named("b").stored("a", TEXT).bytes(), "has a different name");
    assertRefused(new ZipForge().flags(1).stored("a", TEXT).bytes(), "is encrypted");
    assertRefused(new ZipForge().add("a", 14, TEXT, TEXT).bytes(), "compressed with method 14");
    byte[] packed = {7, 2, 3};
    assertRefused(new ZipForge().add("a", 8, TEXT, packed).bytes(), "cannot be decompressed");
    assertRefused(
        new ZipForge().stored("a", (byte) 0xc3, (byte) 0x28).bytes(), "is not valid UTF-8");
  }

  @Test
  void directories_that_lie_are_refused() {
    ZipForge two = new ZipForge().stored("a", TEXT).stored("b", TEXT);
    assertRefused(two.bytes(1), "does not end after them");
    assertRefused(two.bytes(3), "directory is damaged");
    assertRefused(two.bytes(0xffff), "zip64");
    byte[] more = Arrays.copyOf(two.bytes(), two.bytes().length + 1);
    assertRefused(more, "not a complete archive");
    byte[] split = two.bytes();
    split[split.length - 18] = 1;
    assertRefused(split, "part of a multi-volume archive");
  }

  /** What makes a small file hold very much: many entries for the same packed bytes. */
  @Test
  void entries_that_overlap_are_refused() {
    ZipForge zip = new ZipForge().deflated("a", new byte[1 << 20]);
    for (int i = 0; i < 100; i++) {
      zip.at(0).deflated("b" + i, new byte[1 << 20]);
    }
    assertRefused(zip.bytes(), "they overlap");
  }

  @Test
  void what_does_not_fit_into_the_memory_is_refused() throws IOException {
    System.setProperty("nyala.limit.memory", "1m");
    byte[] archive = new ZipForge().deflated("a", new byte[300_000]).bytes();
    assertThatThrownBy(() -> text(archive))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("a.zip, entry \"a\": takes 1,200,000 bytes")
        .hasMessageContaining("-Dnyala.limit.memory");
    System.clearProperty("nyala.limit.memory");
    assertThat(text(archive)).hasSize(300_000);
  }
}
