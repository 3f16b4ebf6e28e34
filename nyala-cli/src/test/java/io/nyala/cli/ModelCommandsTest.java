// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.ModelFiles;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.rules.Repository;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inspect} and {@code predict}: what scripts do with files of models. */
class ModelCommandsTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  private static Model trained() {
    Model model =
        Sequential.of(input(3), dense(4).activation(RELU).named("hidden"), dense(2).named("head"));
    model.seed(7);
    model.compile(adam(0.01), meanSquaredError());
    model.fit(Tensor.full(Shape.of(8, 3), 1), Tensor.zeros(Shape.of(8, 2)), fit().epochs(2));
    return model;
  }

  // inspect

  @Test
  void inspects_a_model() throws Exception {
    Model model = trained();
    for (String name : List.of("net.keras", "net.h5")) {
      Path file = folder.resolve(name);
      ModelFiles.save(model, file);
      Map<String, Object> facts = inspect(file);
      assertThat(facts)
          .containsEntry("kind", "model")
          .containsEntry("class", "Sequential")
          .containsEntry("optimizer", "Adam")
          .containsEntry("iterations", 2)
          .containsEntry("parameters", 26)
          .containsEntry("weights_sha256", Weights.sha256(model))
          .containsEntry("bytes", (int) Files.size(file));
      assertThat(facts.get("keras_version")).asString().startsWith("3.");
      assertThat((List<?>) facts.get("layer_list"))
          .<Object>extracting(l -> ((Map<?, ?>) l).get("name"))
          .contains("hidden", "head");
      assertThat(app.stdout()).contains("hidden (Dense)", "hidden/kernel  (3, 4)");
    }
  }

  @Test
  void inspects_weights_and_arrays() throws Exception {
    Model model = trained();
    for (String name : List.of("w.npz", "w.safetensors", "w.weights.h5")) {
      Path file = folder.resolve(name);
      ModelFiles.saveWeights(model, file);
      assertThat(inspect(file)).containsEntry("kind", "weights");
      assertThat(app.stdout()).contains("(3, 4)", "\"shape\":[3,4]");
    }
    for (String name : List.of("checkpoint.pt", "legacy.pt")) {
      Path file = Repository.root().resolve("fixtures/torch/files/" + name);
      assertThat(inspect(file)).containsEntry("kind", "weights").containsEntry("format", "pytorch");
      assertThat(app.stdout()).contains("(3, 2)", "\"shape\":[3,2]");
    }
    Path array = folder.resolve("x.npy");
    Npy.write(array, Tensor.vectorOfInts(1, 2, 3));
    assertThat(inspect(array))
        .containsEntry("kind", "array")
        .containsEntry("dtype", "int32")
        .containsEntry("shape", "(3,)")
        .containsEntry("sha256", sha256(array));
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  @Test
  void inspects_a_folder_of_checkpoints_and_events() throws Exception {
    Model model = trained();
    model.fit(
        Tensor.full(Shape.of(8, 3), 1),
        Tensor.zeros(Shape.of(8, 2)),
        fit()
            .epochs(3)
            .checkpoints(Checkpoints.in(folder.resolve("kept")))
            .callbacks(tensorBoard(folder.resolve("logs"))));
    assertThat(inspect(folder.resolve("kept")))
        .containsEntry("kind", "checkpoint")
        .containsKeys("epoch", "iterations", "learning_rate");
    assertThat(inspect(folder.resolve("logs"))).containsEntry("kind", "events");
    assertThat(app.stdout()).contains("epoch_loss", "scalar, 3 values, last at step 2: ");
  }

  @Test
  void refuses_what_it_cannot_read() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.keras"), "hello, hello");
    assertThat(app.run("inspect", text.toString())).isEqualTo(2);
    assertThat(app.stderr()).contains(text.toString(), "is of an unknown format");
    assertThat(app.run("inspect", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(app.stderr()).contains("no such file");
    assertThat(app.run("inspect", folder.toString())).isEqualTo(2);
    assertThat(app.stderr()).contains("is a folder without checkpoints or event files");
    Path cut = folder.resolve("cut.keras");
    ModelFiles.save(trained(), cut);
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 500));
    assertThat(app.run("inspect", cut.toString())).isEqualTo(2);
    assertThat(app.stderr()).contains(cut.toString());
    assertThat(app.run("inspect")).isEqualTo(2);
  }

  private Map<String, Object> inspect(Path file) throws IOException {
    assertThat(app.run("inspect", file.toString(), "--json")).as(app.stderr()).isZero();
    List<Object> all = JSON.std.listFrom(app.stdout().lines().toList().getLast());
    @SuppressWarnings("unchecked") // JSON objects
    Map<String, Object> first = (Map<String, Object>) all.get(0);
    return first;
  }

  // predict

  @Test
  void predicts_each_output_in_the_order_of_the_model() throws Exception {
    Value a = input(3);
    Value b = input(2);
    Value joined = concatenate().apply(a, b);
    Value zeta = dense(1).named("zeta").apply(joined);
    Value alpha = dense(2).named("alpha").apply(joined);
    Model model = Model.of(List.of(a, b), List.of(zeta, alpha));
    Path file = folder.resolve("two.keras");
    ModelFiles.save(model, file);
    Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor counts = Tensor.ofInts(Shape.of(2, 2), 7, 8, 9, 10);
    Path first = save("a.npy", x);
    Path second = save("b.npy", counts);
    Path out = folder.resolve("deep/out");

    assertThat(predict(file, out, first, second)).as(app.stderr()).isZero();

    List<Tensor> expected = model.predict(List.of(x, counts));
    for (int i = 0; i < 2; i++) {
      Tensor y = Npy.read(out.resolve("output" + i + ".npy"));
      assertThat(y.shape()).isEqualTo(expected.get(i).shape());
      assertThat(y.floats()).isEqualTo(expected.get(i).floats());
    }
    List<?> outputs = (List<?>) app.json().get("outputs");
    assertThat(outputs)
        .<Object>extracting(o -> ((Map<?, ?>) o).get("name"))
        .containsExactly("zeta", "alpha");
  }

  @Test
  void says_what_does_not_fit() throws Exception {
    Path file = folder.resolve("net.keras");
    ModelFiles.save(trained(), file);
    Path x = save("x.npy", Tensor.zeros(Shape.of(5, 4)));
    Path out = folder.resolve("out");
    assertThat(predict(file, out, x)).isEqualTo(2);
    assertThat(app.stderr()).contains("expected input (batch, 3), got (5, 4)");
    assertThat(predict(file, out, x, x)).isEqualTo(2);
    assertThat(app.stderr()).contains("has 1 inputs", "got 2 files");
    assertThat(predict(folder.resolve("none.keras"), out, x)).isEqualTo(2);
    assertThat(app.stderr()).contains("no such file");
    assertThat(predict(x, out, x)).isEqualTo(2);
    assertThat(predict(file, out, file)).isEqualTo(2);
    assertThat(app.stderr()).contains("--input: ", file.toString());
    assertThat(predict(file, out, save("one.npy", Tensor.scalar(1)))).isEqualTo(2);
    assertThat(app.run("predict", "--model", file.toString())).isEqualTo(2);
    assertThat(out).doesNotExist();
  }

  private Path save(String name, Tensor array) throws IOException {
    Path file = folder.resolve(name);
    Npy.write(file, array);
    return file;
  }

  private int predict(Path model, Path out, Path... inputs) {
    List<String> line = new ArrayList<>(List.of("predict", "--model", model.toString()));
    for (Path input : inputs) {
      line.addAll(List.of("--input", input.toString()));
    }
    line.addAll(List.of("--out", out.toString(), "--json"));
    return app.run(line.toArray(String[]::new));
  }
}
