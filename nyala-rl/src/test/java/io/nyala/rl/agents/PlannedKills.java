// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a training that is killed whenever it has saved a number of times, until it ends. */
public final class PlannedKills {
  private static final int MOST = 20;

  private PlannedKills() {}

  /**
   * What a training ended with.
   *
   * @param kills how often it was killed
   * @param result what it wrote
   */
  public record Outcome(int kills, String result) {}

  /**
   * Runs a program until it writes its result. Each life comes a bit further than the last one.
   *
   * @param program takes first arguments, the folder of its checkpoints and the file to write its
   *     result to
   * @param atSave the number of the save in each life at which it is killed half-way
   */
  public static Outcome survived(Class<?> program, Path folder, int atSave, String... first)
      throws Exception {
    Path result = folder.resolve("result");
    Path log = folder.resolve("log");
    List<String> arguments = new ArrayList<>(List.of(first));
    arguments.add(folder.resolve("kept").toString());
    arguments.add(result.toString());
    int kills = 0;
    while (!Files.exists(result) && kills < MOST) {
      Process process =
          ChildJvm.running(
                  program.getName(),
                  List.of("-Dnyala.kill=training.checkpoint half*" + atSave),
                  arguments)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      if (process.exitValue() != 0) {
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(137);
        kills++;
      }
    }
    return new Outcome(kills, Files.readString(result));
  }
}
