// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.hub.Checksum.Algorithm;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads that end in the middle, and go on in a later run. */
class ResumedDownloadsTest {
  private static final int SIZE = 100_000;
  private static final int HALF = 50_000;

  private final byte[] content = bytes(1);

  @TempDir Path folder;
  private RangeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RangeServer(content);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  static byte[] bytes(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Checksum sum(Algorithm algorithm, byte[] bytes) {
    MessageDigest digest = algorithm.digest();
    digest.update(bytes);
    return Checksum.of(algorithm, digest);
  }

  /** A file that is published with an MD5 checksum, but without its size. */
  private RemoteFile file(byte[] expected) {
    return new RemoteFile(
        "net.h5",
        List.of(server.address("/net.h5")),
        RemoteFile.UNKNOWN,
        sum(Algorithm.MD5, expected));
  }

  private static Downloads downloads() {
    return new Downloads();
  }

  /** Gets the first half of the file and fails. */
  private void half() throws IOException {
    server.endsAt = HALF;
    assertThatThrownBy(() -> downloads().fetch(file(content), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("after 50,000 of 100,000 bytes (");
    assertThat(names()).containsExactly("net.h5.part", "net.h5.part.from");
    assertThat(folder.resolve("net.h5.part")).hasBinaryContent(Arrays.copyOf(content, HALF));
    server.endsAt = Integer.MAX_VALUE;
    server.ranges.clear();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private void complete(byte[] expected, String... ranges) throws Exception {
    Path found = downloads().fetch(file(expected), folder);
    assertThat(found).isEqualTo(folder.resolve("net.h5")).hasBinaryContent(expected);
    assertThat(names()).containsExactly("net.h5");
    assertThat(server.ranges).containsExactly(ranges);
  }

  /** Run by the process that is killed. */
  public static final class Victim {
    private Victim() {}

    public static void main(String... args) throws Exception {
      RemoteFile file =
          new RemoteFile(
              "net.h5", List.of(URI.create(args[0])), RemoteFile.UNKNOWN, Checksum.md5(args[1]));
      new Downloads().fetch(file, Path.of(args[2]));
    }
  }

  @Test
  @Timeout(60)
  void a_killed_process_leaves_a_part_that_the_next_one_completes() throws Exception {
    server.endsAt = HALF;
    server.stalls = true;
    String classPath = String.join(File.pathSeparator, "target/classes", "target/test-classes");
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Victim.class.getName(),
                server.address("/net.h5").toString(),
                sum(Algorithm.MD5, content).hex(),
                folder.toString())
            .inheritIO()
            .start();
    Path part = folder.resolve("net.h5.part");
    while (!Files.exists(part) || Files.size(part) < HALF) {
      assertThat(victim.isAlive()).isTrue();
      Thread.sleep(5);
    }
    victim.destroyForcibly();
    assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(names()).containsExactly("net.h5.part", "net.h5.part.from");
    server.endsAt = Integer.MAX_VALUE;

    complete(content, "all", "bytes=50000-");
  }

  @Test
  void goes_on_where_the_last_run_stopped() throws Exception {
    half();
    complete(content, "bytes=50000-");
  }

  @Test
  void a_date_tells_the_version_too() throws Exception {
    server.tag = "W/\"weak\"";
    server.modified = "Tue, 01 Dec 2026 10:00:00 GMT";
    half();
    complete(content, "bytes=50000-");
  }

  @Test
  void begins_anew_where_the_server_knows_no_parts() throws Exception {
    half();
    server.knowsRange = false;
    complete(content, "bytes=50000-");
  }

  @Test
  void begins_anew_when_the_file_has_changed() throws Exception {
    half();
    server.tag = "\"two\"";
    server.body = bytes(2);
    complete(bytes(2), "bytes=50000-");
  }

  @Test
  void begins_anew_when_the_file_has_changed_and_the_server_sends_its_end_all_the_same()
      throws Exception {
    half();
    server.tag = "\"two\"";
    server.body = bytes(2);
    server.knowsIfRange = false;
    complete(bytes(2), "bytes=50000-", "all");
  }

  @Test
  void begins_anew_when_the_file_has_changed_and_only_the_checksum_tells() throws Exception {
    half();
    server.body = bytes(2);
    complete(bytes(2), "bytes=50000-", "all");
  }

  @Test
  void begins_anew_when_the_part_is_longer_than_the_file_is_now() throws Exception {
    half();
    server.tag = "\"two\"";
    server.body = Arrays.copyOf(content, 10);
    server.knowsIfRange = false;
    complete(server.body, "bytes=50000-", "all");
  }

  @Test
  void begins_anew_at_another_address() throws Exception {
    half();
    RemoteFile file = file(content);
    List<URI> elsewhere = List.of(server.address("/other/net.h5"));
    new Downloads()
        .fetch(
            new RemoteFile(file.name(), elsewhere, RemoteFile.UNKNOWN, file.published()), folder);
    assertThat(server.ranges).containsExactly("all");
    assertThat(names()).containsExactly("net.h5");
  }

  @Test
  void a_complete_part_only_gets_its_name() throws Exception {
    half();
    Files.write(folder.resolve("net.h5.part"), content);
    complete(content, "bytes=100000-");
  }

  @Test
  void goes_on_at_once_when_the_server_hangs_up() throws Exception {
    server.hangsUpAfter = 40_000;
    complete(content, "all", "bytes=40000-", "bytes=80000-");
  }

  @Test
  void nothing_is_kept_without_a_sign_of_the_version() throws Exception {
    server.tag = "";
    server.endsAt = HALF;
    assertThatThrownBy(() -> downloads().fetch(file(content), folder))
        .isInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void nothing_is_kept_of_a_wrong_file() throws Exception {
    half();
    String found = sum(Algorithm.MD5, content).hex();
    Checksum expected = sum(Algorithm.MD5, bytes(3));
    assertThatThrownBy(() -> downloads().fetch(file(bytes(3)), folder))
        .hasMessage(
            server.address("/net.h5")
                + ": the content has MD5 %s, expected %s".formatted(found, expected.hex()));
    assertThat(server.ranges).containsExactly("bytes=50000-", "all");
    assertThat(names()).isEmpty();
  }

  @Test
  void a_part_survives_a_server_that_is_down() throws Exception {
    half();
    server.close();
    assertThatThrownBy(() -> downloads().fetch(file(content), folder))
        .hasMessageContaining("no connection");
    assertThat(names()).containsExactly("net.h5.part", "net.h5.part.from");
  }

  @Test
  @Timeout(60)
  void two_runs_at_once_do_not_disturb_each_other() throws Exception {
    server.hangsUpAfter = 60_000;
    List<Thread> both =
        Stream.of(1, 2).map(i -> Thread.ofPlatform().start(this::fetchQuietly)).toList();
    for (Thread each : both) {
      each.join();
    }
    assertThat(folder.resolve("net.h5")).hasBinaryContent(content);
    assertThat(names()).containsExactly("net.h5");
  }

  private void fetchQuietly() {
    try {
      downloads().fetch(file(content), folder);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
