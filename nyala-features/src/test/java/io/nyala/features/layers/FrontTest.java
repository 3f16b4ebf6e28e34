// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import static io.nyala.features.layers.FeatureLayers.hashedCrossing;
import static io.nyala.features.layers.FeatureLayers.hashing;
import static io.nyala.features.layers.FeatureLayers.textVectorization;
import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.activations.Activations;
import io.nyala.batches.BatchSource;
import io.nyala.data.streams.Dataset;
import io.nyala.data.text.HashedCrossing;
import io.nyala.data.text.Hashing;
import io.nyala.io.ModelFiles;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.layers.preprocessing.CategoryEncoding;
import io.nyala.layers.preprocessing.CategoryOutput;
import io.nyala.layers.preprocessing.Discretization;
import io.nyala.layers.preprocessing.IntegerLookup;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose inputs are strings, split where text has become numbers. */
class FrontTest {
  private static final int BINS = 20;
  private static final int ROWS = 40;

  private static final Tensor WORDS =
      Tensor.ofStrings(
          Shape.of(ROWS, 2),
          IntStream.range(0, 2 * ROWS).mapToObj(i -> "word" + i % 7).toArray(String[]::new));

  private static final Tensor Y = Tensor.of(Shape.of(ROWS, 1), floats(i -> i % 2));

  private static float[] floats(java.util.function.IntUnaryOperator f) {
    float[] y = new float[ROWS];
    IntStream.range(0, ROWS).forEach(i -> y[i] = f.applyAsInt(i));
    return y;
  }

  /** The same numbers as made by the tool, for a model without a front. */
  private static Tensor hashed(Tensor words) {
    return new Hashing(BINS).transform(Arrays.asList(words.strings())).reshape(words.shape());
  }

  private static Model body() {
    return compiled(
        Sequential.of(
            input(DType.INT32, 2),
            embedding(BINS, 3),
            flatten(),
            dense(1).activation(Activations.SIGMOID)));
  }

  private static Model whole() {
    return compiled(
        Sequential.of(
            input(DType.STRING, 2),
            hashing(BINS),
            embedding(BINS, 3),
            flatten(),
            dense(1).activation(Activations.SIGMOID)));
  }

  private static Model compiled(Model model) {
    model.compile(Optimizers.adam(0.01), Losses.binaryCrossentropy());
    return model;
  }

  @Test
  void trains_and_predicts_the_bits_of_the_model_behind_it() {
    Model whole = whole();
    Model body = body();
    FitOptions options = FitOptions.fit().epochs(3).batchSize(16).validationSplit(0.25);
    History ours = whole.fit(WORDS, Y, options);
    History theirs = body.fit(hashed(WORDS), Y, options);
    assertThat(ours.toString()).isEqualTo(theirs.toString());
    assertThat(whole.getWeights()).isEqualTo(body.getWeights());
    assertThat(whole.predict(WORDS)).isEqualTo(body.predict(hashed(WORDS)));
    assertThat(whole.predictOnBatch(WORDS)).isEqualTo(body.predictOnBatch(hashed(WORDS)));
    assertThat(whole.evaluate(WORDS, Y).loss()).isEqualTo(body.evaluate(hashed(WORDS), Y).loss());
    assertThat(whole.trainOnBatch(WORDS, Y).loss())
        .isEqualTo(body.trainOnBatch(hashed(WORDS), Y).loss());
    assertThat(whole.check(WORDS, Y)).hasToString(body.check(hashed(WORDS), Y).toString());
  }

  @Test
  void trains_on_batches() {
    Model whole = whole();
    Model body = body();
    BatchSource text = Dataset.fromTensors(WORDS, Y).shuffle(ROWS, 7).batch(8);
    BatchSource numbers = Dataset.fromTensors(hashed(WORDS), Y).shuffle(ROWS, 7).batch(8);
    whole.fit(text, FitOptions.fit().epochs(2).validation(text));
    body.fit(numbers, FitOptions.fit().epochs(2).validation(numbers));
    assertThat(whole.getWeights()).isEqualTo(body.getWeights());
    assertThat(whole.predict(text)).isEqualTo(body.predict(numbers));
    assertThat(whole.evaluate(text).loss()).isEqualTo(body.evaluate(numbers).loss());
  }

  @Test
  void a_model_without_declared_input_is_built_from_strings() {
    Model model = Sequential.of(hashing(BINS), embedding(BINS, 3), flatten(), dense(1));
    assertThat(model.predict(WORDS).shape()).isEqualTo(Shape.of(ROWS, 1));
    assertThat(model.inputTypes().get(0).dtype()).isEqualTo(DType.STRING);
  }

  @Test
  void mixes_text_and_numbers_in_one_graph_and_in_nested_models() {
    Value words = input("words", DType.STRING, 2);
    Value numbers = input("numbers", 3);
    Model embedded =
        Sequential.of(input(DType.STRING, 2), hashing(BINS), embedding(BINS, 3), flatten());
    Value both = concatenate().apply(embedded.apply(words), numbers);
    Model model = Model.of(List.of(words, numbers), List.of(dense(1).apply(both)));
    Tensor x = Tensor.of(Shape.of(ROWS, 3), new float[3 * ROWS]);
    Tensor y = model.predict(List.of(WORDS, x)).get(0);
    assertThat(y.shape()).isEqualTo(Shape.of(ROWS, 1));
    Model again = ModelConfigs.fromConfig(model.toConfig());
    again.setWeights(model.getWeights());
    assertThat(again.predict(List.of(WORDS, x)).get(0)).isEqualTo(y);
    assertThat(model.summary()).contains("words (InputLayer)", "(None, 2)");
  }

  @Test
  void is_saved_and_loaded(@TempDir Path dir) {
    Model model = whole();
    model.fit(WORDS, Y);
    Path file = dir.resolve("model.keras");
    ModelFiles.save(model, file);
    Model loaded = ModelFiles.load(file);
    assertThat(loaded.predict(WORDS)).isEqualTo(model.predict(WORDS));
    assertThat(loaded.fit(WORDS, Y).toString()).isEqualTo(model.fit(WORDS, Y).toString());
  }

  @Test
  void is_saved_in_the_older_format_and_with_weights_alone(@TempDir Path dir) {
    Model model = whole();
    model.fit(WORDS, Y);
    for (String name : List.of("model.h5", "only.weights.h5", "only.safetensors", "only.npz")) {
      Path file = dir.resolve(name);
      Model other;
      if (name.equals("model.h5")) {
        ModelFiles.save(model, file);
        other = ModelFiles.load(file);
      } else {
        model.saveWeights(file);
        other = whole();
        other.loadWeights(file);
      }
      assertThat(other.predict(WORDS)).isEqualTo(model.predict(WORDS));
    }
  }

  private static FitOptions resumed(Path dir) {
    return FitOptions.fit().epochs(4).batchSize(8).checkpoints(Checkpoints.in(dir));
  }

  @Test
  void an_interrupted_training_is_resumed(@TempDir Path dir) {
    FitOptions straight = FitOptions.fit().epochs(4).batchSize(8);
    Model model = whole();
    model.fit(WORDS, Y, straight);
    whole().fit(WORDS, Y, FitOptions.fit().epochs(2).batchSize(8).checkpoints(Checkpoints.in(dir)));
    Model resumed = whole();
    resumed.fit(WORDS, Y, resumed(dir));
    assertThat(resumed.getWeights()).isEqualTo(model.getWeights());
    Tensor others = WORDS.rows(IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray());
    assertThatThrownBy(() -> whole().fit(others, Y, resumed(dir)))
        .hasMessageContaining("numbers of x");
  }

  @Test
  void an_interrupted_training_on_batches_is_resumed(@TempDir Path dir) {
    BatchSource text = Dataset.fromTensors(WORDS, Y).shuffle(ROWS, 7).batch(8);
    Model model = whole();
    model.fit(text, FitOptions.fit().epochs(4));
    whole().fit(text, FitOptions.fit().epochs(2).checkpoints(Checkpoints.in(dir)));
    Model resumed = whole();
    resumed.fit(text, FitOptions.fit().epochs(4).checkpoints(Checkpoints.in(dir)));
    assertThat(resumed.getWeights()).isEqualTo(model.getWeights());
    BatchSource others = Dataset.fromTensors(WORDS.rows(1, ROWS), Y.rows(1, ROWS)).batch(8);
    assertThatThrownBy(
            () -> whole().fit(others, FitOptions.fit().epochs(4).checkpoints(Checkpoints.in(dir))))
        .hasMessageContaining("numbers of x");
  }

  @Test
  void event_files_show_the_graph(@TempDir Path dir) {
    Model model = whole();
    model.fit(WORDS, Y, FitOptions.fit().callbacks(tensorBoard(dir).writeGraph(true)));
    assertThat(dir).isNotEmptyDirectory();
  }

  @Test
  void text_that_reaches_an_ordinary_layer_is_refused() {
    assertThatThrownBy(() -> dense(3).named("out").apply(input(DType.STRING, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "out (Dense) on input (?, 2): expected numbers, got strings; put a layer before it that "
                + "turns text into numbers, such as TextVectorization, StringLookup or Hashing of "
                + "nyala-features");
    assertThatThrownBy(() -> Sequential.of(input(DType.STRING, 2), flatten(), hashing(3)))
        .hasMessageContaining("flatten (Flatten) on input (?, 2): expected numbers, got strings");
  }

  private static Model named(Model model) {
    model.named("classifier");
    return model;
  }

  @Test
  void numbers_for_text_are_refused() {
    assertThatThrownBy(() -> named(whole()).predict(Tensor.zeros(Shape.of(3, 2))))
        .hasMessage(
            "classifier (Sequential): input: expected strings (Tensor.ofStrings), got float32");
    assertThatThrownBy(() -> named(body()).predict(WORDS))
        .hasMessage(
            "classifier (Sequential): input: expected numbers, got string; declare the input as "
                + "input(DType.STRING, ...) and put a layer behind it that turns text into numbers");
  }

  @Test
  void many_wide_rows_are_predicted_in_parts() {
    int words = 30_000;
    List<String> vocabulary = IntStream.range(0, words).mapToObj(i -> "w" + i).toList();
    Model model =
        Sequential.of(
            input(DType.STRING, 1),
            textVectorization().outputMode(IndexOutput.MULTI_HOT).vocabulary(vocabulary),
            dense(2));
    int rows = 600;
    String[] texts =
        IntStream.range(0, rows)
            .mapToObj(i -> "w" + i + " w" + (words - 1 - i))
            .toArray(String[]::new);
    Tensor x = Tensor.ofStrings(Shape.of(rows, 1), texts);
    Tensor y = model.predict(x);
    assertThat(y.shape()).isEqualTo(Shape.of(rows, 2));
    Tensor kernel = model.getWeights().get(0);
    for (int i : new int[] {0, 255, 256, 599}) {
      float wanted = kernel.at(i + 1, 1) + kernel.at(words - i, 1);
      assertThat(y.at(i, 1)).isCloseTo(wanted, within(1e-6f));
    }
  }

  @Test
  void ordinary_layers_may_prepare_what_is_hashed() {
    Value number = input("number", 1);
    Value word = input("word", DType.STRING, 1);
    Value bin = new Discretization(0, 10, 20).apply(number);
    Value crossed = hashedCrossing(50).outputMode(IndexOutput.ONE_HOT).apply(bin, word);
    Value y = dense(1).apply(concatenate().apply(crossed, number));
    Model model = compiled(Model.of(List.of(number, word), List.of(y)));
    float[] numbers = new float[ROWS];
    int[] bins = new int[ROWS];
    String[] words = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      numbers[i] = i - 5;
      bins[i] = i < 5 ? 0 : i < 15 ? 1 : i < 25 ? 2 : 3;
      words[i] = "w" + i % 3;
    }
    Tensor x = Tensor.of(Shape.of(ROWS, 1), numbers);
    Tensor w = Tensor.ofStrings(Shape.of(ROWS, 1), words);
    Tensor hashes =
        new HashedCrossing(50).transform(List.of(Tensor.ofInts(Shape.of(ROWS, 1), bins), w));

    Value hash = input(DType.INT32, 1);
    Value plain = input(1);
    Value oneHot = new CategoryEncoding(50).outputMode(CategoryOutput.ONE_HOT).apply(hash);
    Model body =
        compiled(
            Model.of(
                List.of(hash, plain), List.of(dense(1).apply(concatenate().apply(oneHot, plain)))));
    body.setWeights(model.getWeights());
    for (int rows : new int[] {ROWS, 1, 7}) {
      assertThat(model.predict(List.of(x.rows(0, rows), w.rows(0, rows))))
          .isEqualTo(body.predict(List.of(hashes.rows(0, rows), x.rows(0, rows))));
    }
    FitOptions options = FitOptions.fit().epochs(2).batchSize(8);
    model.fit(List.of(x, w), List.of(Y), options);
    body.fit(List.of(hashes, x), List.of(Y), options);
    assertThat(model.getWeights()).isEqualTo(body.getWeights());
  }

  @Test
  void a_stage_behind_the_network_is_refused() {
    Value x = input(3);
    assertThatThrownBy(() -> Model.of(x, hashing(4).named("late").apply(dense(1).apply(x))))
        .hasMessageStartingWith("late (Hashing) works on data before the program, but its input")
        .hasMessageEndingWith(
            "depends on trained weights; apply it to what the model is given. For the names of "
                + "classes, use model.decode(Decoding.classes(...))");
  }

  /** An output of ordinary layers may be needed both before the program and in it. */
  @Test
  void layers_of_the_program_give_indices_to_a_stage() {
    Value amount = input("amount", 1);
    Value code = input("code", DType.INT32, 1);
    Value bin = new Discretization(1.0, 2.0, 5.0).apply(amount);
    Value known = new IntegerLookup(4, 2).maskToken(0).numOovIndices(2).apply(code);
    Model parts = Model.of(List.of(amount, code), List.of(bin, known));
    Model crossed =
        Model.of(List.of(amount, code), List.of(hashedCrossing(50).apply(bin, known), bin));
    float[] amounts = floats(i -> i % 9 - 1);
    Tensor x = Tensor.of(Shape.of(ROWS, 1), amounts);
    Tensor codes = Tensor.of(Shape.of(ROWS, 1), floats(i -> i % 7)).cast(DType.INT32);
    List<Tensor> indices =
        parts.predict(List.of(x, codes)).stream().map(t -> t.cast(DType.INT32)).toList();
    List<Tensor> both = crossed.predict(List.of(x, codes));
    assertThat(both.get(0).cast(DType.INT32))
        .isEqualTo(hashedCrossing(50).transform(indices).get(0));
    assertThat(both.get(1).cast(DType.INT32)).isEqualTo(indices.get(0));
  }
}
