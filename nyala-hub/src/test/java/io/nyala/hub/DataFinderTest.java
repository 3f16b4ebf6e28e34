// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.hub.DataFinder.Found;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFinderTest {
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final String SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path cache;
  @TempDir Path data;
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
  void takes_the_folder_itself_or_the_one_of_that_name_below() throws Exception {
    Files.createDirectories(data.resolve("greetings"));
    Files.write(data.resolve("greetings/one.txt"), CONTENT);
    Files.write(data.resolve("greetings/two.txt"), CONTENT);

    Found below = find(greetings(), data);
    Found itself = find(greetings(), data.resolve("greetings"));

    assertThat(below.folder()).isEqualTo(data.resolve("greetings"));
    assertThat(below.source()).isEqualTo(data.toString());
    assertThat(itself.folder()).isEqualTo(data.resolve("greetings"));
  }

  @Test
  void wants_all_files_of_a_form() throws Exception {
    Files.write(data.resolve("one.txt"), CONTENT);

    assertThatThrownBy(() -> find(greetings(), data))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            "no greetings data there: looked for one.txt, two.txt in %s and in %s"
                .formatted(data, data.resolve("greetings")));
  }

  @Test
  void fetches_into_the_cache_what_is_not_there_yet() throws Exception {
    URI one = server.gives("/one.txt", CONTENT);
    URI two = server.gives("/two.txt", CONTENT);
    DataSet set = greetings(file("one.txt", one), file("two.txt", two));
    Files.createDirectories(cache.resolve("greetings"));
    Files.write(cache.resolve("greetings/one.txt"), CONTENT);

    Found found = find(set);

    assertThat(server.requests()).isEqualTo(1);
    assertThat(found.folder().resolve("two.txt")).hasBinaryContent(CONTENT);
    assertThat(found.source()).isEqualTo(one.toString());
    assertThat(find(set)).isEqualTo(found);
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void says_what_to_do_when_fetching_fails() throws Exception {
    URI gone = server.answersStatus("/one.txt", "404 Not Found");

    assertThatThrownBy(() -> find(greetings(file("one.txt", gone))))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            ("no greetings data in %s, and the download failed: %s: the server answers 404. "
                        + "Download the")
                    .formatted(cache.resolve("greetings"), gone)
                + " files manually (ask politely) and put them there");
  }

  @Test
  void says_what_to_do_where_there_is_no_public_home() {
    assertThatThrownBy(() -> find(greetings()))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            "no greetings data: looked for one.txt, two.txt in %s. ask politely, and put them there"
                .formatted(cache.resolve("greetings")));
  }

  @Test
  void keeps_the_cache_where_the_environment_says() throws Exception {
    Files.createDirectories(cache.resolve("greetings"));
    Files.write(cache.resolve("greetings/one.txt"), CONTENT);
    Files.write(cache.resolve("greetings/two.txt"), CONTENT);

    DataFinder finder = DataFinder.of(Map.of("NYALA_CACHE", cache.toString()));

    assertThat(finder.find(Optional.empty(), greetings(), line -> {}).folder())
        .isEqualTo(cache.resolve("greetings"));
  }

  @Test
  void every_file_that_ships_has_homes_and_a_checksum() {
    assertThat(List.of(DataSet.WINE, DataSet.SEIZURE, DataSet.MNIST))
        .flatExtracting(DataSet::remote)
        .hasSize(5)
        .allSatisfy(
            file -> {
              assertThat(file.published().algorithm()).isEqualTo(Checksum.Algorithm.SHA256);
              assertThat(file.homes()).isNotEmpty();
              assertThat(file.homes())
                  .allMatch(home -> home.getScheme().equals("https"))
                  .allMatch(home -> home.getPath().endsWith("/" + file.name()));
            });
  }

  private static DataSet greetings(RemoteFile... remote) {
    return new DataSet(
        "greetings", List.of(List.of("one.txt", "two.txt")), List.of(remote), "ask politely");
  }

  private static RemoteFile file(String name, URI home) {
    return new RemoteFile(name, List.of(home), CONTENT.length, Checksum.sha256(SHA256));
  }

  private Found find(DataSet set) throws InterruptedException {
    return new DataFinder(cache, new Downloads()).find(Optional.empty(), set, line -> {});
  }

  private Found find(DataSet set, Path given) throws InterruptedException {
    return new DataFinder(cache, new Downloads()).find(Optional.of(given), set, line -> {});
  }
}
