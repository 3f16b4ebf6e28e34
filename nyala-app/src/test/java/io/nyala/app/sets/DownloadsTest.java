// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.US_ASCII);

  /** Of "hello", as {@code printf hello | sha256sum} tells. */
  private static final String SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

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
        .hasMessage(home + ": what came has SHA-256 " + SHA256 + ", expected " + WRONG);
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

    assertThatThrownBy(() -> fetch("data.csv", SHA256, folder, home))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(home + ": broke off, 5 of 105 bytes came");
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
                + ": what came is no complete gzip file; "
                + page
                + ": what came is no complete gzip file");
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

  private static void fetch(String name, String sha256, Path folder, URI... homes)
      throws IOException, InterruptedException {
    new Downloads().fetch(new RemoteFile(name, List.of(homes), sha256), folder);
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
