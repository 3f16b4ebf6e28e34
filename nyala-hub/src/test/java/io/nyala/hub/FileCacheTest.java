// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.hub.Checksum.Algorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheTest {
  private static final String KIND = "zoo/net";

  private final byte[] content = ResumedDownloadsTest.bytes(1);

  @TempDir Path cache;
  private RangeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RangeServer(content);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private RemoteFile published() {
    return file(ResumedDownloadsTest.sum(Algorithm.SHA256, content));
  }

  private RemoteFile unpublished() {
    return file(null);
  }

  private RemoteFile file(Checksum checksum) {
    URI home = server.address("/keras/net.h5");
    return new RemoteFile("net.h5", List.of(home), RemoteFile.UNKNOWN, checksum);
  }

  private static Downloads downloads() {
    return new Downloads();
  }

  private FileCache cache() {
    return new FileCache(cache, downloads());
  }

  private Path folder() {
    return cache.resolve(KIND);
  }

  private List<String> names() throws IOException {
    if (!Files.exists(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void fetches_once() throws Exception {
    assertThat(cache().has(KIND, published())).isFalse();
    Path first = cache().get(KIND, published());
    Path second = cache().get(KIND, published());
    assertThat(first).isEqualTo(second).isEqualTo(folder().resolve("net.h5"));
    assertThat(first).hasBinaryContent(content);
    assertThat(cache().has(KIND, published())).isTrue();
    assertThat(cache().kept(KIND, published())).isEmpty();
    assertThat(server.ranges).hasSize(1);
  }

  @Test
  void what_was_damaged_in_the_cache_is_found() throws Exception {
    Path path = cache().get(KIND, published());
    Files.write(path, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> cache().get(KIND, published()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(path + " is damaged or another file: the content has SHA-256 0")
        .hasMessageContaining("expected " + published().published().hex())
        .hasMessageEndingWith("Delete it to download it again");
  }

  @Test
  void without_a_published_checksum_the_first_one_counts() throws Exception {
    Path path = cache().get(KIND, unpublished());
    Checksum first = ResumedDownloadsTest.sum(Algorithm.SHA256, content);
    assertThat(cache().kept(KIND, unpublished())).contains(first);
    assertThat(folder().resolve("net.h5.sha256")).hasContent(first.hex() + "  net.h5");

    Files.delete(path);
    server.body = ResumedDownloadsTest.bytes(2);
    assertThatThrownBy(() -> cache().get(KIND, unpublished()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected %s as at the first download".formatted(first.hex()))
        .hasMessageContaining("if it was changed on purpose, delete " + path + ".sha256");
    assertThat(names()).containsExactly("net.h5.sha256");

    Files.write(path, server.body);
    assertThatThrownBy(() -> cache().get(KIND, unpublished())).hasMessageContaining("damaged");
    Files.write(path, content);
    assertThat(cache().get(KIND, unpublished())).isEqualTo(path);
  }

  @Test
  void without_checksum_and_length_a_missing_end_would_not_be_noticed() throws Exception {
    server.tellsLength = false;
    assertThatThrownBy(() -> cache().get(KIND, unpublished()))
        .hasMessageContaining("the server does not tell the length, and no checksum is published");
    assertThat(names()).isEmpty();
    assertThat(cache().get(KIND, published())).hasBinaryContent(content);
  }

  @Test
  void a_known_size_is_compared() throws Exception {
    RemoteFile longer =
        new RemoteFile("net.h5", List.of(server.address("/net.h5")), content.length + 1, null);
    assertThatThrownBy(() -> cache().get(KIND, longer))
        .hasMessageContaining("wrong size (100,000 bytes instead of 100,001)");
    assertThat(names()).isEmpty();
  }

  @Test
  void offline_only_what_is_there_is_found() throws Exception {
    FileCache offline = cache().offline(true);
    assertThatThrownBy(() -> offline.get(KIND, published()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "no net.h5 in %s, and it was not downloaded: downloads are turned off (NYALA_OFFLINE). It can also be put there by hand, from %s"
                .formatted(folder(), server.address("/keras/net.h5")));
    Files.createDirectories(folder());
    Files.write(folder().resolve("net.h5"), content);
    assertThat(offline.get(KIND, published())).hasBinaryContent(content);
    assertThat(server.ranges).isEmpty();
  }

  @Test
  void a_mirror_has_the_files_under_host_and_path() throws Exception {
    URI home = URI.create("https://storage.example.org/keras/vgg%2016.h5");
    RemoteFile file =
        new RemoteFile("net.h5", List.of(home), RemoteFile.UNKNOWN, published().published());
    new FileCache(cache, downloads().mirror(server.address("/mirror"))).get(KIND, file);
    assertThat(server.paths).containsExactly("/mirror/storage.example.org/keras/vgg%2016.h5");
  }

  @Test
  void settings_come_from_the_environment() {
    String place = cache.toString();
    Map<String, String> off = Map.of("NYALA_CACHE", place, "NYALA_OFFLINE", "1");
    assertThatThrownBy(() -> FileCache.of(off).get(KIND, published()))
        .hasMessageContaining("turned off");
    Map<String, String> wrong =
        Map.of("NYALA_CACHE", place, "NYALA_OFFLINE", "0", "NYALA_MIRROR", "ftp://x");
    assertThatThrownBy(() -> FileCache.of(wrong).get(KIND, published()))
        .hasMessageContaining(
            "NYALA_MIRROR must be an address that begins with http:// or https://, got 'ftp://x'");
    assertThat(FileCache.of(off).path(KIND, published())).isEqualTo(folder().resolve("net.h5"));
  }

  /** A disk with room for some bytes, which tells its room or does not. */
  private record FullDisk(long room, boolean tells) implements Disk {
    @Override
    public int write(FileChannel out, ByteBuffer bytes, long position) throws IOException {
      if (position + bytes.remaining() > room) {
        throw new IOException("No space left on device");
      }
      return Disk.REAL.write(out, bytes, position);
    }

    @Override
    public long free(Path folder) {
      return tells ? room : 0;
    }
  }

  @Test
  void a_full_disk_is_seen_before() throws Exception {
    FileCache full = new FileCache(cache, downloads().disk(new FullDisk(60_000, true)));
    assertThatThrownBy(() -> full.get(KIND, published()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "the file needs 100,000 bytes, and the disk of %s has 60,000 free. Free some space"
                .formatted(folder()));
    assertThat(names()).isEmpty();
  }

  @Test
  void a_disk_that_fills_up_keeps_nothing() throws Exception {
    FileCache full = new FileCache(cache, downloads().disk(new FullDisk(60_000, false)));
    assertThatThrownBy(() -> full.get(KIND, published()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write %s after ".formatted(folder().resolve("net.h5.part")))
        .hasMessageContaining(" of 100,000 bytes: No space left on device. Free some space, or set")
        .hasMessageContaining("NYALA_CACHE");
    assertThat(names()).isEmpty();
  }

  @Test
  void a_missing_page_says_where_to_put_the_file() {
    RemoteFile gone =
        new RemoteFile(
            "net.h5",
            List.of(URI.create("http://localhost:1/net.h5")),
            RemoteFile.UNKNOWN,
            published().published());
    assertThatThrownBy(() -> cache().get(KIND, gone))
        .hasMessageStartingWith("no net.h5 in " + folder())
        .hasMessageContaining("no connection")
        .hasMessageEndingWith("put there by hand, from http://localhost:1/net.h5");
  }

  @Test
  void progress_is_told() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long[] nanos = {0};
    ProgressBar bar =
        new ProgressBar(
            new PrintStream(bytes, true, StandardCharsets.UTF_8),
            true,
            () -> nanos[0] += 50_000_000);
    new FileCache(cache, downloads().listener(bar)).get(KIND, published());
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).startsWith("\rnet.h5  " + "─".repeat(24) + "   0 %  0.0 MB of 0.1 MB");
    assertThat(text).contains("\rnet.h5  " + "━".repeat(24) + " 100 %  0.1 MB of 0.1 MB  ");
    assertThat(text).endsWith(System.lineSeparator());
    assertThat(text.split("\r")).allMatch(line -> line.strip().length() < 120);
  }

  @Test
  void where_there_is_no_terminal_a_line_is_told() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ProgressBar lines = new ProgressBar(out, false, System::nanoTime);
    new FileCache(cache, downloads().listener(lines)).get(KIND, published());
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("Downloading " + server.address("/keras/net.h5") + " (0.1 MB)");
  }
}
