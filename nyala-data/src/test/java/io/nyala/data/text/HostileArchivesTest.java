// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.testing.ZipForge;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives of texts that hold what is no text, the same twice, or far too much. */
class HostileArchivesTest {
  private static final byte[] TEXT = "some words".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @AfterEach
  void clear() {
    System.clearProperty("nyala.limit.memory");
  }

  @FunctionalInterface
  private interface Content {
    void addTo(TarArchiveOutputStream tar) throws IOException;
  }

  private Path tar(String name, Content content) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        OutputStream packed = name.endsWith("gz") ? new GZIPOutputStream(out) : out;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      add(tar, "set/cats/1.txt", TEXT);
      content.addTo(tar);
    }
    return file;
  }

  private static void add(TarArchiveOutputStream tar, String path, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void assertRefused(Path file, String... why) {
    assertThatThrownBy(() -> TextFiles.options().labelled(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(String.valueOf(file.getFileName()))
        .hasMessageContainingAll(why);
  }

  @ParameterizedTest
  @CsvSource({
    "1, is a link to \"/etc/passwd\"",
    "2, is a link to \"/etc/passwd\"",
    "3, is a device or a pipe",
    "4, is a device or a pipe",
    "6, is a device or a pipe",
  })
  void entries_that_are_no_files_are_refused(char kind, String why) throws IOException {
    Path file =
        tar(
            "t.tar",
            tar -> {
              TarArchiveEntry entry = new TarArchiveEntry("set/dogs/1.txt", (byte) kind);
              entry.setLinkName(kind <= '2' ? "/etc/passwd" : "");
              tar.putArchiveEntry(entry);
              tar.closeArchiveEntry();
            });
    assertRefused(file, "\"set/dogs/1.txt\" " + why);
  }

  @Test
  void a_link_that_nobody_asks_for_is_passed_over() throws IOException {
    Path file =
        tar(
            "t.tar.gz",
            tar -> {
              TarArchiveEntry link = new TarArchiveEntry("latest", TarConstants.LF_SYMLINK);
              link.setLinkName("set");
              tar.putArchiveEntry(link);
              tar.closeArchiveEntry();
            });
    assertThat(TextFiles.options().labelled(file).texts()).containsExactly("some words");
  }

  @Test
  void files_that_are_there_twice_are_refused() throws IOException {
    assertRefused(tar("t.tar", tar -> add(tar, "set/cats/1.txt", TEXT)), "1.txt\" occurs twice");
    byte[] zip = new ZipForge().stored("cats/1.txt", TEXT).deflated("cats/1.txt", TEXT).bytes();
    assertRefused(Files.write(folder.resolve("t.zip"), zip), "\"cats/1.txt\" occurs twice");
  }

  /** Both had the name cats/1.txt and only one of them came. */
  @Test
  void files_of_the_same_name_in_several_parts_of_an_archive_all_come() throws IOException {
    Path file = tar("t.tgz", tar -> add(tar, "test/cats/1.txt", "more".getBytes()));
    LabelledTexts all = TextFiles.options().labelled(file);
    assertThat(all.texts()).containsExactly("some words", "more");
    assertThat(all.names()).containsExactly("cats/1.txt", "cats/1.txt");
    assertThat(all.labels().ints()).containsExactly(0, 0);
  }

  @Test
  void paths_out_of_the_archive_are_refused() throws IOException {
    Path tar = tar("t.tar", out -> add(out, "set/../../cats/2.txt", TEXT));
    Path zip = folder.resolve("t.zip");
    Files.write(zip, new ZipForge().stored("../cats/2.txt", TEXT).bytes());
    for (Path file : new Path[] {tar, zip}) {
      assertThatThrownBy(() -> TextFiles.options().read(file))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("../cats/2.txt\" is not a path within the archive");
    }
  }

  @Test
  void entries_of_zip_archives_that_lie_about_themselves_are_refused() throws IOException {
    ZipForge[] lies = {
      new ZipForge().declaring(9).deflated("cats/1.txt", TEXT),
      new ZipForge().declaring(11).deflated("cats/1.txt", TEXT),
      new ZipForge().flags(1).stored("cats/1.txt", TEXT),
      new ZipForge().add("cats/1.txt", 0, new byte[10], TEXT),
    };
    for (ZipForge lie : lies) {
      assertRefused(Files.write(folder.resolve("t.zip"), lie.bytes()), "damaged or truncated");
    }
  }

  @Test
  void texts_stop_at_the_limit_of_the_memory() throws IOException {
    System.setProperty("nyala.limit.memory", "4m");
    byte[] large = new byte[1 << 20];
    Path one = tar("one.tar.gz", tar -> add(tar, "set/cats/2.txt", large));
    assertRefused(one, "2.txt\": takes 5,242,880 bytes of memory", "-Xmx");
    byte[] small = new byte[1 << 10];
    Path many =
        tar(
            "many.tar.gz",
            tar -> {
              for (int i = 2; i < 2000; i++) {
                add(tar, "set/cats/" + i + ".txt", small);
              }
            });
    assertRefused(many, "many.tar.gz: takes", "-Dnyala.limit.memory");
    Path zip = folder.resolve("z.zip");
    Files.write(zip, new ZipForge().deflated("cats/1.txt", large).bytes());
    assertRefused(zip, "takes 5,242,880 bytes of memory");
    Path plain = Files.write(folder.resolve("plain.txt"), large);
    assertThatThrownBy(() -> TextFiles.options().read(plain))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("plain.txt: takes");
    System.clearProperty("nyala.limit.memory");
    assertThat(TextFiles.options().labelled(many).texts()).hasSize(1999);
  }

  @Test
  void archives_that_unpack_to_far_more_than_their_size_are_refused() throws IOException {
    byte[] zeros = new byte[80 << 20];
    Path unwanted = tar("bomb.tar.gz", tar -> add(tar, "readme", zeros));
    assertRefused(unwanted, "bomb.tar.gz: decompresses to more than 250 times its");
    Path zip = folder.resolve("bomb.zip");
    Files.write(zip, new ZipForge().deflated("cats/1.txt", zeros).bytes());
    assertRefused(zip, "bomb.zip: decompresses to more than 250 times its");
  }

  /** Names are put into the memory whole, before anybody can look at their length. */
  @Test
  void names_without_an_end_are_refused() throws IOException {
    Path file =
        tar(
            "t.tar.gz",
            tar -> {
              byte kind = TarConstants.LF_GNUTYPE_LONGNAME;
              TarArchiveEntry name = new TarArchiveEntry(TarConstants.GNU_LONGLINK, kind);
              name.setSize(2 << 20);
              tar.putArchiveEntry(name);
              tar.write("x".repeat(2 << 20).getBytes(StandardCharsets.US_ASCII));
              tar.closeArchiveEntry();
              add(tar, "set/cats/2.txt", TEXT);
            });
    assertRefused(file, "a header of more than 1 MB");
  }

  @Test
  void files_with_holes_are_refused() throws IOException {
    Path file = folder.resolve("sparse.tar");
    byte[] header = new byte[512 * 3];
    byte[] name = "set/cats/1.txt".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, header, 0, name.length);
    octal(header, 100, 0644);
    octal(header, 124, 0);
    octal(header, 136, 0);
    header[156] = 'S';
    System.arraycopy("ustar  \0".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 8);
    octal(header, 386, 0);
    octal(header, 398, 0);
    octal(header, 483, 0x1ffffffffL);
    java.util.Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += header[i];
    }
    octal(header, 148, sum);
    header[155] = 0;
    Files.write(file, header);
    assertRefused(file, "\"set/cats/1.txt\" is a sparse file");
  }

  private static void octal(byte[] header, int at, long value) {
    String text = Long.toOctalString(value);
    String padded = "0".repeat(Math.max(0, 7 - text.length())) + text;
    byte[] bytes = padded.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
