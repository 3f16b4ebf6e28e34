// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.US_ASCII);

  /** Of "hello", as {@code printf hello | sha256sum} tells. */
  private static final String SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private static final Duration SHORT = Duration.ofMillis(500);

  private static final String WRONG = "0".repeat(64);

  @TempDir Path folder;
  private StubServer server;

  @BeforeEach
  void start() throws IOException {
    server = new StubServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void fetches_into_a_new_folder() throws Exception {
    Path below = folder.resolve("a/b");

    fetch("data.csv", SHA256, below, server.gives("/data.csv", CONTENT));

    assertThat(below.resolve("data.csv")).hasBinaryContent(CONTENT);
    assertThat(files(below)).containsExactly("data.csv");
  }

  @Test
  void follows_to_another_address() throws Exception {
    URI target = server.gives("/new", CONTENT);

    fetch("data.csv", SHA256, folder, server.redirects("/old", target));

    assertThat(folder.resolve("data.csv")).hasBinaryContent(CONTENT);
  }

  @Test
  void checks_what_is_inside_a_gzip_file() throws Exception {
    fetch("data.gz", SHA256, folder, server.gives("/data.gz", gzip(CONTENT)));

    assertThat(folder.resolve("data.gz")).hasBinaryContent(gzip(CONTENT));
  }

  @Test
  void rejects_other_content() throws Exception {
    URI home = server.gives("/data.csv", CONTENT);

    assertThatThrownBy(() -> fetch("data.csv", WRONG, folder, home))
        .isInstanceOf(IOException.class)
        .hasMessage(home + ": the content has SHA-256 " + SHA256 + ", expected " + WRONG);
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void rejects_a_page_that_is_not_there() throws Exception {
    URI home = server.answersStatus("/data.csv", "404 Not Found");

    assertThatThrownBy(() -> fetch("data.csv", SHA256, folder, home))
        .isInstanceOf(IOException.class)
        .hasMessage(home + ": the server answers 404");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void rejects_a_file_that_broke_off() throws Exception {
    URI home = server.breaksOff("/data.csv", CONTENT);
    RemoteFile file = new RemoteFile("data.csv", List.of(home), 105, Checksum.sha256(SHA256));

    assertThatThrownBy(() -> new Downloads(SHORT).fetch(file, folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(home + ": the connection was lost after 5 of 105 bytes");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void rejects_half_a_gzip_file() throws Exception {
    byte[] whole = gzip(CONTENT);
    URI half = server.gives("/half.gz", Arrays.copyOf(whole, whole.length / 2));
    URI page = server.gives("/page.gz", "<html>blocked</html>".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> fetch("data.gz", SHA256, folder, half, page))
        .hasMessage(
            half
                + ": the content is not a complete gzip file; "
                + page
                + ": the content is not a complete gzip file");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void goes_on_to_the_next_home() throws Exception {
    URI gone = server.answersStatus("/gone", "503 Service Unavailable");

    fetch("data.csv", SHA256, folder, gone, server.gives("/data.csv", CONTENT));

    assertThat(files(folder)).containsExactly("data.csv");
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void says_so_when_nobody_answers() throws Exception {
    URI home = server.gives("/data.csv", CONTENT);
    server.close();

    assertThatThrownBy(() -> fetch("data.csv", SHA256, folder, home))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(home + ": no connection");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  @Timeout(20)
  void goes_on_when_a_home_stands_still() throws Exception {
    URI still = server.stalls("/still", CONTENT);
    URI slow = server.drips("/slow", 1, 50);

    List<URI> homes = List.of(still, slow, server.gives("/data.csv", CONTENT));
    new Downloads(SHORT)
        .fetch(new RemoteFile("data.csv", homes, 105, Checksum.sha256(SHA256)), folder);

    assertThat(folder.resolve("data.csv")).hasBinaryContent(CONTENT);
    assertThat(files(folder)).containsExactly("data.csv");
    assertThat(server.requests()).isGreaterThanOrEqualTo(3);
  }

  @Test
  @Timeout(20)
  void says_where_a_file_stood_still() throws Exception {
    URI still = server.stalls("/still", "hell".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(
            () ->
                new Downloads(SHORT)
                    .fetch(
                        new RemoteFile("a", List.of(still), 104, Checksum.sha256(WRONG)), folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            still
                + ": the connection was lost after 4 of 104 bytes (stalled: less than 512 bytes "
                + "in 0.5 s)");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void asks_for_no_more_than_the_file_has() throws Exception {
    URI told = server.gives("/told", new byte[4000]);
    URI untold = server.drips("/untold", 100, 1);

    assertThatThrownBy(() -> fetch("data.csv", SHA256, folder, told, untold))
        .hasMessage(
            told
                + ": it would be 4,000 bytes, expected at most 5; "
                + untold
                + ": received more than the expected maximum of 5 bytes");
    assertThat(files(folder)).isEmpty();
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void unpacks_no_more_than_the_file_has() throws Exception {
    URI bomb = server.gives("/bomb.gz", gzip(new byte[1 << 20]));

    assertThatThrownBy(() -> fetch("data.gz", SHA256, folder, bomb))
        .hasMessageContaining("bytes, expected at most");
    RemoteFile file = new RemoteFile("data.gz", List.of(bomb), 100_000, Checksum.sha256(SHA256));
    assertThatThrownBy(() -> new Downloads().fetch(file, folder))
        .hasMessage(bomb + ": the content decompresses to more than 100,000 bytes");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void goes_on_where_a_home_broke_off() throws Exception {
    URI home = server.givesInParts("/data.csv", CONTENT, 2);

    fetch("data.csv", SHA256, folder, home);

    assertThat(folder.resolve("data.csv")).hasBinaryContent(CONTENT);
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void gives_up_a_home_that_sends_from_one_address_to_the_next() throws Exception {
    URI there = server.gives("/there", CONTENT);
    URI round = server.redirects("/round", URI.create(there.resolve("/round").toString()));

    fetch("data.csv", SHA256, folder, round, there);

    assertThat(folder.resolve("data.csv")).hasBinaryContent(CONTENT);
  }

  @Test
  void an_interruption_leaves_nothing_behind() throws Exception {
    URI still = server.stalls("/still", CONTENT);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread fetching =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    fetchPatiently(still);
                  } catch (IOException | InterruptedException e) {
                    thrown.set(e);
                  }
                });
    while (server.requests() == 0) {
      Thread.sleep(5);
    }

    fetching.interrupt();
    fetching.join(10_000);

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(files(folder)).isEmpty();
  }

  private void fetchPatiently(URI home) throws IOException, InterruptedException {
    new Downloads()
        .fetch(new RemoteFile("data.csv", List.of(home), 105, Checksum.sha256(SHA256)), folder);
  }

  @Test
  void clears_away_what_a_killed_run_left() throws Exception {
    Path left = Files.createFile(folder.resolve("data.csv123.part"));
    Path fresh = Files.createFile(folder.resolve("data.csv456.part"));
    Path other = Files.createFile(folder.resolve("other.part"));
    for (Path file : List.of(left, other)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    fetch("data.csv", SHA256, folder, server.gives("/data.csv", CONTENT));

    assertThat(left).doesNotExist();
    assertThat(fresh).exists();
    assertThat(other).exists();
  }

  private static void fetch(String name, String sha256, Path folder, URI... homes)
      throws IOException, InterruptedException {
    new Downloads(SHORT)
        .fetch(
            new RemoteFile(name, List.of(homes), CONTENT.length, Checksum.sha256(sha256)), folder);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static List<String> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
