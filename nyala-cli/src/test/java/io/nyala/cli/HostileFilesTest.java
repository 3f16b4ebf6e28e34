// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.rules.Repository;
import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files made to fill the memory, to take for ever or to be misread, in a heap of 256 MB. */
class HostileFilesTest {
  private static final double MOST_SECONDS = 5;

  @Test
  @Timeout(300)
  void every_hostile_file_is_refused_soon_and_within_a_small_heap() throws Exception {
    Path folder = Repository.root().resolve("fixtures/hostile");
    Map<String, String[]> outcomes = read(folder);
    assertThat(outcomes).hasSize(17);
    outcomes.forEach(
        (name, fields) -> {
          assertThat(fields[2]).as(name).startsWith("refused: ").doesNotContain("Cannot invoke");
          assertThat(Double.parseDouble(fields[1])).as(name).isLessThan(MOST_SECONDS);
        });
    // What each of them is refused for, so that none is for another reason than its own.
    assertThat(outcomes.get("h5fan.keras")[2]).contains("is linked twice");
    assertThat(outcomes.get("bomb.tar.gz")[2]).contains("-Dnyala.limit.");
    assertThat(outcomes.get("bomb16k.png")[2]).contains("-Dnyala.limit.memory");
    assertThat(outcomes.get("confignull.keras")[2]).contains("expected an object");
    assertThat(outcomes.get("mcnull.h5")[2]).contains("expected an object");
    assertThat(outcomes.get("tcnull.h5")[2]).contains("training_config: expected an object");
    assertThat(outcomes.get("null.safetensors")[2]).contains("expected an object");
    assertThat(outcomes.get("overlap.safetensors")[2]).contains("overlap");
    assertThat(outcomes.get("hole.safetensors")[2]).contains("take 40 bytes, the file has 4000");
    assertThat(outcomes.get("offbig.safetensors")[2])
        .contains("data_offsets=[18446744073709551584");
    assertThat(outcomes.get("dupl.npz")[2]).contains("occurs twice");
    assertThat(outcomes.get("evil.pt")[2]).contains("posix.system");
    assertThat(outcomes.get("evil-legacy.pt")[2]).contains("posix.system");
    assertThat(outcomes.get("nan.glove.txt")[2]).contains("expected a number, got");
  }

  private static Map<String, String[]> read(Path folder) throws IOException, InterruptedException {
    List<String> options = List.of("-Xmx256m", "-XX:+UseSerialGC", "-Djava.awt.headless=true");
    Process java =
        ChildJvm.running(HostileReader.class.getName(), options, List.of(folder.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    Map<String, String[]> outcomes = new LinkedHashMap<>();
    for (String each : said.lines().toList()) {
      String[] fields = each.split("\t");
      if (fields.length == 3) {
        System.out.println(each);
        outcomes.put(fields[0], fields);
      }
    }
    return outcomes;
  }
}
