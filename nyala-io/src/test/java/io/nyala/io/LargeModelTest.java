// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Weight;
import io.nyala.losses.Losses;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizers;
import io.nyala.saving.Weights;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model of 25 MB: it is loaded with hardly more memory than it has, and saved and loaded hardly
 * slower than its bytes are written and read. Time is that of the processor, so that other programs
 * do not count; limits are wide, and what they are there for was thirty times too slow.
 */
class LargeModelTest {
  private static final int UNITS = 1_250;
  private static final double MOST_MEMORY = 1.5;
  private static final double MOST_TIME = 5;

  /** Seconds that a machine with other work may add. */
  private static final double HICCUP = 0.2;

  /** On a busy machine, the first runs may end before the JIT has compiled their code. */
  private static final int TRIES = 20;

  @TempDir Path folder;

  private static Model model() {
    return Sequential.of(
        input(UNITS), dense(UNITS), dense(UNITS), dense(UNITS), dense(UNITS).useBias(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.h5"})
  void loading_takes_the_memory_of_the_model(String name) throws IOException {
    Model model = model();
    model.compile(Optimizers.adam(1e-3), Losses.meanSquaredError());
    Path file = folder.resolve(name);
    ModelFiles.save(model, file);
    double weights = 4.0 * model.countParams();

    assertThat((double) Files.size(file)).isBetween(3 * weights, 3.01 * weights);
    assertThat(Allocations.perRun(1, 1, () -> ModelFiles.loadUncompiled(file)))
        .isLessThan(MOST_MEMORY * weights);
    assertThat(Weights.sha256(ModelFiles.load(file))).isEqualTo(Weights.sha256(model));
  }

  /** As it comes, with its way of training: the size is that of the file, with what Adam keeps. */
  @ParameterizedTest
  @CsvSource({"model.keras, adam", "model.h5, adam", "model.keras, sgd"})
  void loading_for_training_takes_the_memory_of_the_file(String name, String optimizer)
      throws IOException {
    Model model = model();
    model.compile(
        optimizer.equals("adam") ? Optimizers.adam(1e-3) : Optimizers.sgd(1e-3),
        Losses.meanSquaredError());
    Path file = folder.resolve(name);
    ModelFiles.save(model, file);

    assertThat(Allocations.perRun(1, 1, () -> ModelFiles.load(file)))
        .isLessThan(MOST_MEMORY * Files.size(file));
  }

  @Test
  void loading_weights_takes_no_memory_beside_theirs() {
    Model model = model();
    Path file = folder.resolve("model.npz");
    ModelFiles.saveWeights(model, file);
    double weights = 4.0 * model.countParams();

    assertThat(Allocations.perRun(1, 1, () -> ModelFiles.loadWeights(model, file)))
        .isLessThan(0.1 * weights);
    Model other = model();
    assertThat(Allocations.perRun(0, 1, () -> ModelFiles.loadWeights(other, file)))
        .isLessThan(MOST_MEMORY * weights);
    assertThat(Weights.sha256(other)).isEqualTo(Weights.sha256(model));
  }

  @ParameterizedTest
  @CsvSource({"model.keras", "model.h5", "model.weights.h5", "model.safetensors", "model.npz"})
  void time_is_that_of_the_bytes(String name) throws IOException {
    Model model = model();
    Path file = folder.resolve(name);
    boolean whole = name.equals("model.keras") || name.equals("model.h5");
    Runnable save =
        () -> {
          if (whole) {
            ModelFiles.save(model, file);
          } else {
            ModelFiles.saveWeights(model, file);
          }
        };
    Runnable load =
        () -> {
          if (whole) {
            ModelFiles.load(file);
          } else {
            ModelFiles.loadWeights(model, file);
          }
        };
    save.run();
    byte[] bytes = Files.readAllBytes(file);
    double writing = seconds(3, 0, () -> write(bytes));
    double saving = seconds(TRIES, MOST_TIME * writing + HICCUP, save);
    double reading = seconds(5, 0, () -> read(file));
    double loading = seconds(TRIES, MOST_TIME * reading + HICCUP, load);

    System.out.printf(
        "%s: saving %.3f s, its bytes %.3f s; loading %.3f s, its bytes %.3f s%n",
        name, saving, writing, loading, reading);
    assertThat(saving).as("saving").isLessThan(MOST_TIME * writing + HICCUP);
    assertThat(loading).as("loading").isLessThan(MOST_TIME * reading + HICCUP);
  }

  @Test
  void weights_are_drawn_when_somebody_wants_them() {
    Model model = model();
    Weight kernel = model.weights().getFirst();
    assertThat(model.weights()).allMatch(w -> w.variable().isAwaited());

    float[] first = kernel.get().floats();
    assertThat(kernel.variable().isAwaited()).isFalse();
    assertThat(first[0]).isNotZero();
    model.seed(1);
    assertThat(kernel.get().floats()[0]).isNotEqualTo(first[0]);
    model.seed(0);
    assertThat(kernel.get().floats()).isEqualTo(first);
    assertThat(kernel.isAsDrawn()).isTrue();
    kernel.set(Tensor.zeros(kernel.shape()));
    assertThat(kernel.isAsDrawn()).isFalse();
  }

  private void write(byte[] bytes) {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("bytes"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer all = ByteBuffer.wrap(bytes);
      while (all.hasRemaining()) {
        channel.write(all);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Path file) {
    try {
      Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the least time; ends early with one that is short enough. */
  private static double seconds(int times, double enough, Runnable work) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < times && least > enough; i++) {
      long start = processorNanos();
      work.run();
      least = Math.min(least, (processorNanos() - start) * 1e-9);
    }
    return least;
  }

  /** By reflection, since the module of the test does not need management. */
  private static long processorNanos() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return (long)
          Class.forName("java.lang.management.ThreadMXBean")
              .getMethod("getCurrentThreadCpuTime")
              .invoke(bean);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
