// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nyala.callbacks.CSVLogger;
import io.nyala.callbacks.LambdaCallback;
import io.nyala.layers.Layers;
import io.nyala.losses.Losses;
import io.nyala.models.Callback;
import io.nyala.models.DataParallel;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizers;
import io.nyala.saving.Weights;
import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupted training ends as one that was not: weights, history and all. */
class CheckpointsTest {
  @TempDir Path folder;

  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Falls over after so many steps. */
  private static final class Bomb extends Callback {
    private final int steps;
    private int seen;

    Bomb(int steps) {
      this.steps = steps;
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
      if (++seen > steps) {
        throw new Interruption();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Trainings.class)
  void interrupted_trainings_end_with_the_same_bits(Trainings training) {
    Model whole = training.compiled();
    History expected = training.train(whole, null, new Bomb(Integer.MAX_VALUE));
    for (int every : new int[] {1, 4, 1000}) {
      Path at = folder.resolve(training + "-" + every);
      Model model = null;
      History history = null;
      for (int steps = 7; history == null; steps += 2) {
        model = training.compiled();
        try {
          history = training.train(model, Checkpoints.in(at).everySteps(every), new Bomb(steps));
        } catch (Interruption e) {
          assertThat(steps).isLessThan(60);
        }
      }
      assertThat(Weights.sha256(model)).isEqualTo(Weights.sha256(whole));
      assertThat(history.epochs()).isEqualTo(expected.epochs());
      assertThat(history.values()).isEqualTo(expected.values());
      assertThat(model.optimizer().iterations()).isEqualTo(whole.optimizer().iterations());
    }
  }

  @Test
  void a_finished_training_does_nothing_more() {
    Model model = Trainings.MLP.compiled();
    Trainings.MLP.train(model, Checkpoints.in(folder));
    Model again = Trainings.MLP.compiled();
    Trainings.MLP.train(again, Checkpoints.in(folder), new Callback[0]);
    assertThat(Weights.sha256(again)).isEqualTo(Weights.sha256(model));
    assertThat(again.optimizer().iterations()).isEqualTo(model.optimizer().iterations());
  }

  @Test
  void the_one_before_serves_if_the_newest_is_damaged() throws IOException {
    Model whole = Trainings.MLP.compiled();
    Trainings.MLP.train(whole, null, new Bomb(Integer.MAX_VALUE));
    interrupt(9);
    damage("training.checkpoint");
    Model model = Trainings.MLP.compiled();
    Trainings.MLP.train(model, Checkpoints.in(folder), new Bomb(Integer.MAX_VALUE));
    assertThat(Weights.sha256(model)).isEqualTo(Weights.sha256(whole));
  }

  @Test
  void damage_of_both_is_reported() throws IOException {
    Trainings.MLP.train(Trainings.MLP.compiled(), Checkpoints.in(folder));
    for (String name : Set.of("training.checkpoint", "training.previous.checkpoint")) {
      Files.write(folder.resolve(name), new byte[100]);
    }
    assertThatThrownBy(() -> Trainings.MLP.train(Trainings.MLP.compiled(), Checkpoints.in(folder)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no checkpoint in")
        .hasMessageContaining("truncated");
    Checkpoints.in(folder).clear();
    assertThat(Checkpoints.in(folder).exist()).isFalse();
  }

  /** The newest one may be damaged twice; the one before must outlive the saving in between. */
  @Test
  void a_damaged_one_does_not_take_the_place_of_the_one_before() throws IOException {
    Model whole = Trainings.MLP.compiled();
    Trainings.MLP.train(whole, null, new Bomb(Integer.MAX_VALUE));
    interrupt(9);
    damage("training.checkpoint");
    interrupt(1);
    damage("training.checkpoint");

    Model model = Trainings.MLP.compiled();
    Trainings.MLP.train(model, Checkpoints.in(folder), new Bomb(Integer.MAX_VALUE));

    assertThat(Weights.sha256(model)).isEqualTo(Weights.sha256(whole));
  }

  private void interrupt(int steps) {
    assertThatThrownBy(
            () ->
                Trainings.MLP.train(
                    Trainings.MLP.compiled(),
                    Checkpoints.in(folder).everySteps(1),
                    new Bomb(steps)))
        .isInstanceOf(Interruption.class);
  }

  private void damage(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** Killed when it was on the disk, but had not got its name. */
  @Test
  void a_whole_one_without_its_name_serves_and_half_a_one_goes() throws IOException {
    Model whole = Trainings.MLP.compiled();
    Trainings.MLP.train(whole, null, new Bomb(Integer.MAX_VALUE));
    interrupt(9);
    Files.delete(folder.resolve("training.previous.checkpoint"));
    Path part = folder.resolve("training.checkpoint.0123456789abcdef.part");
    Files.move(folder.resolve("training.checkpoint"), part);
    Path half = folder.resolve("training.checkpoint.00000000000000ff.part");
    Files.write(half, Arrays.copyOf(Files.readAllBytes(part), 700));

    List<Integer> batches = new ArrayList<>();
    Model model = Trainings.MLP.compiled();
    Trainings.MLP.train(
        model,
        Checkpoints.in(folder),
        LambdaCallback.onTrainBatchEnd((logs, batch) -> batches.add(batch)));

    // Nine steps were kept: six of the first epoch, three of the second.
    assertThat(batches).startsWith(3, 4, 5, 0);
    assertThat(Weights.sha256(model)).isEqualTo(Weights.sha256(whole));
    assertThat(folder)
        .isDirectoryNotContaining(file -> file.toString().endsWith(".part"))
        .isDirectoryContaining(file -> file.endsWith("training.checkpoint"));
  }

  @Test
  void a_second_training_in_the_folder_is_refused() {
    List<Throwable> refusals = new ArrayList<>();
    Callback second =
        LambdaCallback.onTrainBatchEnd(
            (logs, batch) ->
                refusals.add(
                    catchThrowable(
                        () ->
                            Trainings.MLP.train(
                                Trainings.MLP.compiled(), Checkpoints.in(folder)))));

    Trainings.MLP.train(Trainings.MLP.compiled(), Checkpoints.in(folder), second);

    assertThat(refusals)
        .isNotEmpty()
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                        ("cannot resume from checkpoints: %s is in use by process %d; wait until "
                                + "it ends, or use another folder")
                            .formatted(folder, ProcessHandle.current().pid())));
    assertThat(folder.resolve("in-use.lock")).doesNotExist();
    Checkpoints.in(folder).clear();
  }

  /** A process that may write no file of more than a block: as on a disk that is full. */
  @Test
  void a_full_disk_leaves_the_old_checkpoint_whole() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "this system has no shell");
    Model whole = Trainings.MLP.compiled();
    Trainings.MLP.train(whole, null, new Bomb(Integer.MAX_VALUE));
    interrupt(9);
    byte[] before = Files.readAllBytes(folder.resolve("training.checkpoint"));

    ProcessBuilder limited =
        ChildJvm.running(
            TrainingProgram.class.getName(),
            List.of("-Xmx512m", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"),
            List.of("MLP", folder.toString()));
    limited.command().addAll(0, List.of("/bin/sh", "-c", "ulimit -f 1; exec \"$@\"", "sh"));
    Process child = limited.redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isOne();
    assertThat(said).contains("File too large); the previous one is intact");
    assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
    assertThat(folder.resolve("training.checkpoint")).hasBinaryContent(before);
    Model again = Trainings.MLP.compiled();
    Trainings.MLP.train(again, Checkpoints.in(folder), new Bomb(Integer.MAX_VALUE));
    assertThat(Weights.sha256(again)).isEqualTo(Weights.sha256(whole));
  }

  @Test
  void other_models_and_seeds_are_refused() {
    Trainings.MLP.train(Trainings.MLP.compiled(), Checkpoints.in(folder));
    assertThatThrownBy(() -> Trainings.CNN.train(Trainings.CNN.compiled(), Checkpoints.in(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("belongs to another model or optimizer");
    assertThatThrownBy(
            () -> Trainings.MLP.train(Trainings.MLP.compiled().seed(8), Checkpoints.in(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed 7");
    Model other = Sequential.of(Layers.input(8), Layers.dense(3));
    other.compile(Optimizers.sgd(0.1), Losses.meanSquaredError());
    assertThatThrownBy(() -> Trainings.MLP.train(other, Checkpoints.in(folder)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Shards decide how gradients are summed, and so the bits; replicas do not. */
  @Test
  void another_number_of_shards_is_refused_and_another_of_replicas_is_not() {
    DataParallel three = DataParallel.replicas(2).shards(3);
    Model whole = Trainings.MLP.compiled().distribute(three);
    Trainings.MLP.train(whole, null, new Bomb(Integer.MAX_VALUE));
    Model cut = Trainings.MLP.compiled().distribute(three);
    assertThatThrownBy(
            () -> Trainings.MLP.train(cut, Checkpoints.in(folder).everySteps(1), new Bomb(9)))
        .isInstanceOf(Interruption.class);

    resumed(DataParallel.replicas(2).shards(5), "in 3 shards, this model has batches in 5 shards");
    resumed(null, "in 3 shards, this model has batches in one piece");

    Model again = Trainings.MLP.compiled().distribute(DataParallel.replicas(1).shards(3));
    Trainings.MLP.train(again, Checkpoints.in(folder), new Bomb(Integer.MAX_VALUE));
    assertThat(Weights.sha256(again)).isEqualTo(Weights.sha256(whole));
  }

  private void resumed(DataParallel how, String refusal) {
    Model model = Trainings.MLP.compiled().distribute(how);
    assertThatThrownBy(
            () -> Trainings.MLP.train(model, Checkpoints.in(folder), new Bomb(Integer.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the checkpoint was made with batches " + refusal);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_log_goes_on_where_training_does(boolean append) throws IOException {
    Path expected = folder.resolve("whole.csv");
    Path log = folder.resolve("cut.csv");
    for (Path each : Set.of(expected, log)) {
      Files.writeString(each, "of another training\r\n");
    }
    Trainings.MLP.train(Trainings.MLP.compiled(), null, new CSVLogger(expected, ",", append));
    assertThatThrownBy(
            () ->
                Trainings.MLP.train(
                    Trainings.MLP.compiled(),
                    Checkpoints.in(folder),
                    new CSVLogger(log, ",", append),
                    new Bomb(20)))
        .isInstanceOf(Interruption.class);
    assertThat(log).content().contains("\r\n2,");
    // As if it had been killed before the third epoch was kept.
    Files.move(
        folder.resolve("training.previous.checkpoint"),
        folder.resolve("training.checkpoint"),
        StandardCopyOption.REPLACE_EXISTING);
    Trainings.MLP.train(
        Trainings.MLP.compiled(),
        Checkpoints.in(folder),
        new CSVLogger(log, ",", append),
        new Bomb(Integer.MAX_VALUE));
    assertThat(log).hasSameBinaryContentAs(expected);
  }
}
