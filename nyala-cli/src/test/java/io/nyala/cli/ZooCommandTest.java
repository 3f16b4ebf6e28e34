// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooCommandTest {
  private static final String FILE = "mobilenet_1_0_224_tf_no_top.h5";
  private static final String SUM =
      "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447";

  private final RecordedApp app = new RecordedApp();

  @TempDir Path cache;

  @BeforeEach
  void cache() throws IOException {
    Path folder = Files.createDirectories(cache.resolve("zoo/mobilenet"));
    Files.writeString(folder.resolve(FILE), "hello world\n");
    Files.writeString(folder.resolve(FILE + ".sha256"), SUM + "  " + FILE + "\n");
    app.cache(cache);
  }

  private List<Map<?, ?>> networks() throws IOException {
    return ((List<?>) app.json().get("networks"))
        .stream().<Map<?, ?>>map(n -> (Map<?, ?>) n).toList();
  }

  @Test
  void lists_every_network_once() throws IOException {
    assertThat(app.run("zoo", "--json")).as(app.stderr()).isZero();

    assertThat(networks()).extracting(n -> n.get("name")).isEqualTo(Zoo.names());
    assertThat(app.stdout().lines().filter(l -> !l.startsWith("{")))
        .allMatch(line -> line.length() <= 120);
    assertThat(app.stdout())
        .containsPattern("vgg16 +138,357,544 +553 +224 +71.3 % +90.1 % +CC-BY-4.0 +2 +-")
        .containsPattern("mobilenet +4,253,864 +17 +224 +70.4 % +89.5 % +Apache-2.0 +32 +1 of 32");
  }

  @Test
  void lists_the_files_of_a_network() throws IOException {
    assertThat(app.run("zoo", "mobilenet", "--json")).as(app.stderr()).isZero();

    assertThat(app.stdout().lines().filter(l -> !l.startsWith("{")))
        .allMatch(line -> line.length() <= 120);
    assertThat(app.stdout())
        .contains("SHA-256 " + SUM + " (at the first download)")
        .containsPattern("1.0 +224 +trunk +3,228,864 +13 +- +- +yes +" + FILE);
    List<?> files = (List<?>) networks().getFirst().get("files");
    assertThat(files).hasSize(32);
    Map<?, ?> trunk = (Map<?, ?>) files.getLast();
    assertThat(trunk.get("name")).isEqualTo(FILE);
    assertThat(trunk.get("cached")).isEqualTo(true);
    assertThat(trunk.get("first_download")).isEqualTo(Map.of("algorithm", "SHA-256", "value", SUM));
    assertThat(trunk.containsKey("checksum")).isFalse();
  }

  @Test
  void the_longest_names_fit_a_line() {
    for (String name : List.of("mobilenet_v2", "convnext_xlarge", "efficientnet_v2_b0")) {
      assertThat(app.run("zoo", name)).isZero();
      assertThat(app.stdout().lines()).allMatch(line -> line.length() <= 120);
    }
  }

  @Test
  void says_which_networks_there_are() {
    assertThat(app.run("zoo", "mobilnet_v2")).isEqualTo(2);
    assertThat(app.stderr()).contains("there is no network 'mobilnet_v2'").contains("mobilenet_v2");
  }
}
