// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.io.tensorboard.Event;
import io.nyala.io.tensorboard.EventReader;
import io.nyala.io.tensorboard.GraphNodes;
import io.nyala.io.tensorboard.SummaryWriter;
import io.nyala.layers.Layers;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizers;
import io.nyala.saving.WeightsException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import io.nyala.testing.Allocations;
import io.nyala.testing.FileFuzz;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with bytes changed, cut out and cut off: they are read, or refused by one of the two
 * documented exceptions, quickly and within the memory; {@link FileFuzz} can be told to go on
 * longer.
 */
class FuzzTest {
  private static final Pattern NULL = Pattern.compile("(: |\\()null\\b");

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
  void mutated_arrays_are_refused_in_order() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, Tensor.vector(1, 2, 3, 4));
    fuzz(file, 5, Npy::read);
  }

  @Test
  void mutated_files_of_keras_are_refused_in_order() throws IOException {
    Model same = ModelFiles.load(Fixtures.keras("models/seq_mlp.keras"));
    for (String name : new String[] {"seq_mlp.keras", "seq_mlp.h5", "seq_mlp.weights.h5"}) {
      Path copy = folder.resolve(name);
      Files.copy(Fixtures.keras("models/" + name), copy);
      fuzz(copy, name.hashCode(), same, !name.contains("weights"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tensorflow.tfevents", "/old.tfevents"})
  void mutated_event_files_are_refused_in_order(String name) throws IOException {
    Path file = folder.resolve(name.substring(1));
    try (InputStream in = EventReader.class.getResourceAsStream(name.substring(1))) {
      Files.copy(in, file);
    }
    fuzz(file, name.hashCode(), FuzzTest::events);
  }

  /** Behind right checksums, as a writer with an error would leave it. */
  @Test
  void mutated_events_are_refused_in_order() throws IOException {
    Path file;
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      writer.scalar("loss", 0.5, 1);
      writer.histogram("weights", Tensor.vector(1, 2, 2, 3), 1);
      writer.image("digit", Tensor.full(Shape.of(4, 4), 0.5f), 1);
      writer.text("notes", "warm", 1);
      writer.graph(model());
      file = writer.file();
    }
    fuzz(
        file,
        7,
        f -> {
          repair(f);
          events(f);
        });
  }

  /** What long runs have found: too much memory, and messages that do not say what is wrong. */
  @ParameterizedTest
  @CsvSource({
    "object-header-of-2-GB.h5, damaged",
    "model-without-class.h5, got one without class_name",
    "optimizer-without-class.h5, is not valid UTF-8",
    "array-cut-off.weights.h5, has 0 bytes",
  })
  void files_that_were_found_are_refused_at_once(String name, String why) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = FuzzTest.class.getResourceAsStream("fuzz/" + name)) {
      Files.copy(in, file);
    }
    Model model = name.contains("weights") ? model() : null;
    Runnable load =
        () ->
            assertThatThrownBy(() -> read(model, file))
                .matches(FuzzTest::isDocumented)
                .hasMessageContaining(why);
    assertThat(Allocations.perRun(1, 1, load)).isLessThan(1e7);
  }

  private static void events(Path file) throws IOException {
    for (Event event : EventReader.readAll(file)) {
      if (event.graphDef() != null) {
        GraphNodes.read(event.graphDef());
      }
    }
  }

  /** Makes the checksums right again, as far as the lengths lead. */
  private static void repair(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 12 <= bytes.length; ) {
      long length = b.getLong(at);
      b.putInt(at + 8, masked(bytes, at, 8));
      if (length < 0 || at + 16 + length > bytes.length) {
        break;
      }
      int data = at + 12;
      b.putInt(data + (int) length, masked(bytes, data, (int) length));
      at = data + (int) length + 4;
    }
    Files.write(file, bytes);
  }

  private static int masked(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    int value = (int) crc.getValue();
    return (value >>> 15 | value << 17) + 0xa282ead8;
  }

  @Test
  void mutated_checkpoints_are_refused_in_order() throws IOException {
    Model model = model();
    Tensor x = Tensor.zeros(Shape.of(8, 3));
    Checkpoints checkpoints = Checkpoints.in(folder.resolve("c")).everySteps(1);
    model.fit(x, Tensor.zeros(Shape.of(8, 2)), FitOptions.fit().checkpoints(checkpoints));
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("c"))) {
      file = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    // Without the one before, which would be taken instead.
    Files.deleteIfExists(file.resolveSibling("training.previous.checkpoint"));
    List<Variable> variables = new ArrayList<>();
    model.weights().forEach(w -> variables.add(w.variable()));
    variables.addAll(model.optimizer().variables());
    fuzz(
        file,
        11,
        f -> {
          Checkpoints mutated = Checkpoints.in(f.getParent());
          try {
            mutated.restore(variables, progress -> {});
          } catch (UncheckedIOException e) {
            throw e.getCause();
          } finally {
            mutated.end();
          }
        });
  }

  private static void fuzz(Path file, long seed, Model model, boolean whole) throws IOException {
    fuzz(file, seed, f -> read(whole ? null : model, f));
  }

  /** Reads a model, or the weights of one that there is. */
  private static void read(Model model, Path file) {
    if (model == null) {
      ModelFiles.load(file);
    } else {
      ModelFiles.loadWeights(model, file);
    }
  }

  private static void fuzz(Path file, long seed, FileFuzz.Reader reader) throws IOException {
    FileFuzz.Outcome outcome = FileFuzz.run(file, seed, FuzzTest::isDocumented, reader);
    System.out.println(file.getFileName() + ": " + outcome);
    assertThat(outcome.refused()).isPositive();
  }

  /** The JSON parser's own words quote the token 'null', and a form may have name=null in it. */
  private static boolean isDocumented(Throwable e) {
    return (e instanceof ModelFileException
            || e instanceof WeightsException
            || e instanceof IllegalArgumentException
            || e instanceof IOException)
        && !NULL.matcher(String.valueOf(e.getMessage())).find();
  }
}
