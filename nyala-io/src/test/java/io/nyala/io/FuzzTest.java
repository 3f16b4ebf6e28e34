// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nyala.layers.Layers;
import io.nyala.losses.Losses;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with bytes changed, cut out and cut off: they are read, or refused by one of the two
 * documented exceptions, quickly and within the memory. {@code -Dnyala.fuzz.runs=N} goes on longer.
 */
class FuzzTest {
  /** So many mutations of each file: a count, not a time, so that every run tries the same. */
  private static final int RUNS = Integer.getInteger("nyala.fuzz.runs", 200);

  @TempDir Path folder;

  private static Model model() {
    Model model = Sequential.of(Layers.input(3), Layers.dense(4), Layers.dense(2));
    return model.compile(Optimizers.adam(0.1), Losses.meanSquaredError());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5", "m.weights.h5", "m.safetensors", "m.npz"})
  void mutated_files_are_refused_in_order(String name) throws IOException {
    Path file = folder.resolve(name);
    Model model = model();
    boolean whole = name.equals("m.keras") || name.equals("m.h5");
    if (whole) {
      ModelFiles.save(model, file);
    } else {
      ModelFiles.saveWeights(model, file);
    }
    fuzz(file, name.hashCode(), model, whole);
  }

  @Test
  void mutated_files_of_keras_are_refused_in_order() throws IOException {
    for (String name : new String[] {"seq_mlp.keras", "nested_cnn.h5", "seq_mlp.weights.h5"}) {
      Path copy = folder.resolve(name);
      Files.copy(SharedFixtures.keras(name), copy);
      fuzz(copy, name.hashCode(), model(), !name.contains("weights"));
    }
  }

  private static void fuzz(Path file, long seed, Model model, boolean whole) throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(seed);
    int refused = 0;
    int runs = 0;
    for (; runs < RUNS; runs++) {
      byte[] bytes = mutated(sound, random);
      Files.write(file, bytes);
      try {
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              if (whole) {
                ModelFiles.load(file);
              } else {
                ModelFiles.loadWeights(model, file);
              }
            });
      } catch (ModelFileException | IllegalArgumentException | io.nyala.saving.WeightsException e) {
        // The JSON parser's own words quote the token 'null'.
        assertThat(e.getMessage()).doesNotContainPattern("(?<!')null(?!')");
        refused++;
      } catch (Throwable e) {
        Path kept = Files.createTempFile("fuzz", file.getFileName().toString());
        Files.write(kept, bytes);
        throw new AssertionError(runs + " runs; the file is kept as " + kept, e);
      }
    }
    System.out.printf("%s: %d files, %d refused%n", file.getFileName(), runs, refused);
    assertThat(refused).isPositive();
  }

  private static byte[] mutated(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    if (random.nextInt(10) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      // Structure stands mostly at the beginning, and at the end of archives.
      int at = random.nextInt(bytes.length);
      at = random.nextBoolean() ? at : random.nextBoolean() ? at / 8 : bytes.length - 1 - at / 8;
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        default -> {
          int count = Math.min(1 + random.nextInt(16), bytes.length - at);
          Arrays.fill(bytes, at, at + count, (byte) (random.nextBoolean() ? 0xff : 0));
        }
      }
    }
    return bytes;
  }
}
