// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills a training with SIGKILL at random moments. */
final class RandomKills {
  private static final int KILLS = Integer.getInteger("nyala.kills", 3);

  private RandomKills() {}

  /**
   * Kills a program a few times, each time some milliseconds after it has saved, and then lets it
   * end.
   *
   * @param program takes the folder of its checkpoints and the file to write its result to, and
   *     more arguments
   * @return the result
   */
  static String survived(Class<?> program, Path folder, String... more) throws Exception {
    Path kept = folder.resolve("kept");
    Path result = folder.resolve("result");
    Random random = new Random(3);
    int kills = 0;
    for (int life = 0; life < KILLS; life++) {
      Process process = start(program, folder, kept, result, more);
      String before = state(kept);
      while (process.isAlive() && state(kept).equals(before)) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      if (!process.waitFor(random.nextInt(50_000), TimeUnit.MICROSECONDS)) {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }
    assertThat(kills).as(Files.readString(folder.resolve("log"))).isPositive();
    if (!Files.exists(result)) {
      Process last = start(program, folder, kept, result, more);
      assertThat(last.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    }
    return Files.readString(result);
  }

  private static Process start(
      Class<?> program, Path folder, Path kept, Path result, String... more) throws IOException {
    List<String> arguments =
        Stream.concat(Stream.of(kept.toString(), result.toString()), Stream.of(more)).toList();
    return ChildJvm.running(program.getName(), List.of(), arguments)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** Returns names and times of the files in a folder, which may not exist yet. */
  private static String state(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return "";
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        all.append(file).append(Files.exists(file) ? Files.getLastModifiedTime(file) : "");
      }
    }
    return all.toString();
  }
}
