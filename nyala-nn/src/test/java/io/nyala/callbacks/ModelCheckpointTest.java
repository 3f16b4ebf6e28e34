// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.saving.WeightsException;
import io.nyala.tensor.npy.Npz;
import io.nyala.testing.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test for each rule of Keras 3 ({@code callbacks/model_checkpoint.py}). */
class ModelCheckpointTest {
  @TempDir Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private ModelCheckpoint at(String name) {
    return new ModelCheckpoint(folder + "/" + name);
  }

  /** The single weight in a file is the epoch at whose end it was saved. */
  private float epochIn(String name) throws IOException {
    return Npz.read(folder.resolve(name)).values().iterator().next().item();
  }

  @Test
  void saves_after_each_epoch_under_a_name_from_the_logs() throws IOException {
    new Script(0.5, 0.25).run(at("{epoch:02d}-{val_loss:.2f}.weights.npz"));
    assertThat(files()).containsExactly("01-0.50.weights.npz", "02-0.25.weights.npz");
    assertThat(epochIn("02-0.25.weights.npz")).isEqualTo(1);
  }

  @Test
  void may_keep_only_the_best() throws IOException {
    new Script(3, 1, 2).run(at("best.weights.npz").saveBestOnly());
    assertThat(epochIn("best.weights.npz")).isEqualTo(1);
  }

  @Test
  void the_first_must_be_better_than_a_threshold() throws IOException {
    new Script(3, 2).run(at("best.weights.npz").saveBestOnly().initialValueThreshold(1));
    assertThat(files()).isEmpty();
  }

  /** Keras saves them, so that the file is not the best one any more. */
  @Test
  void what_cannot_be_compared_is_not_saved_as_best() throws IOException {
    new Script(Arrays.asList(Double.NaN, null, 3.0, 2.0, null, Double.NaN))
        .run(at("best.weights.npz").saveBestOnly());
    assertThat(epochIn("best.weights.npz")).isEqualTo(3);
    Script never = new Script(Double.NaN);
    ModelCheckpoint none = at("none.weights.npz").saveBestOnly();
    assertThat(Logs.during(ModelCheckpoint.class.getPackageName(), () -> never.run(none)))
        .containsExactly("ModelCheckpoint saved nothing: val_loss was never a finite number");
    assertThat(files()).containsExactly("best.weights.npz");
  }

  /** One step an epoch: saved after the second, fourth and sixth step. */
  @Test
  void may_save_after_a_number_of_batches_across_epochs() {
    List<String> saved = new ArrayList<>();
    ModelCheckpoint callback =
        at("{epoch}-{batch}").saveEvery(2).savingWith((m, path) -> saved.add(name(path)));
    new Script(0, 0, 0, 0, 0, 0, 0).run(callback);
    assertThat(saved).containsExactly("2-1", "4-1", "6-1");
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  @Test
  void makes_folders() throws IOException {
    new Script(1).run(at("deep/er/w.weights.npz"));
    assertThat(folder.resolve("deep/er/w.weights.npz")).exists();
  }

  @Test
  void says_what_it_did() {
    StringBuilder out = new StringBuilder();
    ModelCheckpoint callback = at("w").saveBestOnly().messagesTo(out).savingWith((m, path) -> {});
    new Script(1, 2, 0.5).run(callback);
    assertThat(out)
        .contains("Epoch 1: val_loss improved from None to 1.00000, saving model to ")
        .contains("Epoch 2: val_loss did not improve from 1.00000")
        .contains("Epoch 3: val_loss improved from 1.00000 to 0.50000");
  }

  @Test
  void placeholders_are_pythons() {
    Map<String, Double> logs = Map.of("loss", 0.123456);
    assertThat(new PathTemplate("a{epoch}b{batch:3d}c{loss}").fill(7, 12, logs))
        .hasToString("a7b 12c0.123456");
    assertThat(new PathTemplate("{epoch:04d}_{loss:.3f}_{loss:.1e}").fill(7, 0, logs))
        .hasToString("0007_0.123_1.2e-01");
    assertThatThrownBy(() -> new PathTemplate("{acc:.2f}").fill(1, 0, logs))
        .hasMessageContaining("nothing is logged as \"acc\"; there are epoch and [loss]");
    assertThatThrownBy(() -> new PathTemplate("{epoch:02d"))
        .hasMessageContaining("cannot read the placeholders");
  }

  @Test
  void a_folder_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThatThrownBy(() -> new Script(1).run(new ModelCheckpoint(file + "/w.weights.npz")))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("cannot write weights to")
        .hasMessageContaining(file.toString());
  }

  @Test
  void names_of_files_that_nothing_here_writes_are_refused_as_training_begins() throws IOException {
    for (String name :
        List.of("{epoch}.keras", "best.h5", "w.weights.h5", "w.safetensors", "w.pt")) {
      assertThatThrownBy(() -> new Script(1).run(at(name)))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name.substring(name.lastIndexOf('.')))
          .hasMessageContaining("io.nyala.io");
    }
    assertThat(files()).isEmpty();
  }
}
