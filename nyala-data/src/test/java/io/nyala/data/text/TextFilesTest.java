// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  private static final String[][] FILES = {
    {"set/cats/2", "miau"},
    {"set/cats/1", "purr"},
    {"set/dogs/a", " \n"},
    {"set/README", "no"},
    {"set/dogs/.hidden", "no"},
  };

  @TempDir Path folder;

  @Test
  void reads_classes_from_folders() throws IOException {
    for (String[] file : FILES) {
      Files.createDirectories(folder.resolve(file[0]).getParent());
      Files.writeString(folder.resolve(file[0]), file[1]);
    }
    check(TextFiles.options().labelled(folder.resolve("set")));
  }

  @Test
  void reads_classes_from_a_tar_archive() throws IOException {
    Path archive = folder.resolve("set.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (String[] file : FILES) {
        TarArchiveEntry entry = new TarArchiveEntry(file[0].substring("set/".length()));
        entry.setSize(file[1].length());
        tar.putArchiveEntry(entry);
        tar.write(file[1].getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
    check(TextFiles.options().labelled(archive));
  }

  @Test
  void reads_classes_from_a_zip_archive() throws IOException {
    Path archive = folder.resolve("set.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String[] file : FILES) {
        zip.putNextEntry(new ZipEntry(file[0].substring("set/".length())));
        zip.write(file[1].getBytes(StandardCharsets.UTF_8));
      }
    }
    check(TextFiles.options().labelled(archive));
    assertThat(TextFiles.options().read(archive, "README")).isEqualTo("no");
    assertThatThrownBy(() -> TextFiles.options().read(archive, "fra.txt"))
        .hasMessageEndingWith("set.zip: no file fra.txt in it");
    assertThatThrownBy(() -> TextFiles.options().read(archive))
        .hasMessageContaining("expected one file in it");
  }

  private static void check(LabelledTexts set) {
    assertThat(set.names()).containsExactly("cats/1", "cats/2", "dogs/a");
    assertThat(set.texts()).containsExactly("purr", "miau", " \n");
    assertThat(set.classes()).containsExactly("cats", "dogs");
    assertThat(set.labels().ints()).containsExactly(0, 0, 1);
    assertThat(set.empty()).containsExactly("dogs/a");
  }

  @Test
  void unpacks_lines_and_cleans() throws IOException {
    Path file = folder.resolve("a.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("\uFEFFGo.\tVa !\r\nHi.\tSalut !\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(TextFiles.options().lines(file)).containsExactly("Go.\tVa !", "Hi.\tSalut !");

    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));
    assertThatThrownBy(() -> TextFiles.options().lines(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("damaged or truncated");
  }

  @Test
  void names_file_and_byte_of_what_is_no_utf8() throws IOException {
    Files.createDirectories(folder.resolve("set/fr"));
    Files.write(folder.resolve("set/fr/1"), "caf\u00e9 noir".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> TextFiles.options().labelled(folder.resolve("set")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "fr/1: byte 3 (0xE9) is not valid UTF-8; hint: try another charset (ISO-8859-1, "
                + "windows-1252) or replaceInvalid()");
    assertThat(
            TextFiles.options()
                .charset(StandardCharsets.ISO_8859_1)
                .clean(text -> text.substring(1))
                .labelled(folder.resolve("set"))
                .texts())
        .containsExactly("af\u00e9 noir");
    assertThat(TextFiles.options().replaceInvalid().read(folder.resolve("set/fr/1")))
        .isEqualTo("caf\uFFFD noir");
  }

  @Test
  void reads_utf_16_where_a_file_shows_that_it_is() throws IOException {
    Path file = folder.resolve("a.txt");
    for (Charset form : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Files.write(file, "\uFEFFcaf\u00e9\nnoir".getBytes(form));
      assertThat(TextFiles.options().lines(file)).containsExactly("caf\u00e9", "noir");
      assertThat(TextFiles.options().read(file)).isEqualTo("caf\u00e9\nnoir");
    }
  }

  @Test
  void says_what_is_not_there() {
    assertThatThrownBy(() -> TextFiles.options().read(folder.resolve("a.txt")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("no such file: ");
    assertThatThrownBy(() -> TextFiles.options().labelled(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("in folders named after their classes, found none");
  }
}
