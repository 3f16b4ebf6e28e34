// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.serving;

import static io.nyala.activations.Activations.SIGMOID;
import static io.nyala.activations.Activations.SOFTMAX;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.core.Identity;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.models.Sequential;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NamedPredictorTest {
  /** Returns its inputs, each times a number, so that results are known. */
  private static Model echo() {
    Value age = input("age", 1);
    Value visits = input("visits", DType.INT32, 1);
    Value member = input("member", DType.BOOL, 1);
    Value scores = input("scores", 2);
    Value all =
        concatenate()
            .apply(age, Ops.cast(visits, DType.FLOAT32), Ops.cast(member, DType.FLOAT32), scores);
    Model model = Model.of(List.of(age, visits, member, scores), List.of(all));
    model.named("echo");
    return model;
  }

  private static Map<String, Object> row(Object... pairs) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put((String) pairs[i], pairs[i + 1]);
    }
    return row;
  }

  private static double[] predict(Model model, Object... pairs) {
    return model.namedPredictor().predict(row(pairs)).values();
  }

  @Test
  void takes_numbers_of_any_type_and_booleans() {
    Model model = echo();
    double[] wanted = {42, 7, 1, 0.5, 2};
    assertThat(
            predict(
                model, "scores", new float[] {0.5f, 2}, "age", 42, "visits", 7L, "member", true))
        .containsExactly(wanted);
    assertThat(
            predict(
                model,
                "age",
                new BigDecimal("42"),
                "visits",
                (short) 7,
                "member",
                1,
                "scores",
                List.of(0.5, 2)))
        .containsExactly(wanted);
    assertThat(
            predict(
                model,
                "age",
                Optional.of(42.0),
                "visits",
                7.0,
                "member",
                Boolean.TRUE,
                "scores",
                new Number[] {0.5f, (byte) 2}))
        .containsExactly(wanted);
    assertThat(
            predict(
                model,
                "age",
                new int[] {42},
                "visits",
                Tensor.vectorOfInts(7),
                "member",
                new boolean[] {true},
                "scores",
                Tensor.vector(0.5f, 2f)))
        .containsExactly(wanted);
  }

  record Customer(int age, long visits, boolean member, double[] scores) {}

  record Stranger(int age, String city) {}

  @Test
  void takes_records() {
    NamedPredictor predictor = echo().namedPredictor();
    Customer customer = new Customer(42, 7, true, new double[] {0.5, 2});
    assertThat(predictor.predict(customer).values()).containsExactly(42, 7, 1, 0.5, 2);
    assertThatThrownBy(() -> predictor.predict(new Stranger(42, "Ulm")))
        .hasMessage(
            "echo (Functional) has no input \"city\", a component of the row; it expects [age: a "
                + "number, visits: an integer, member: a boolean, scores: numbers (2,)]");
  }

  record Wine(double fixedAcidity, double ph) {}

  @Test
  void names_of_components_may_be_written_as_java_does() {
    Value acidity = input("fixed acidity", 1);
    Value ph = input("pH", 1);
    Model model = Model.of(List.of(acidity, ph), List.of(concatenate().apply(acidity, ph)));
    assertThat(model.namedPredictor().predict(new Wine(7.5, 3.25)).values())
        .containsExactly(7.5, 3.25);
  }

  @Test
  void unknown_missing_and_wrong_values_are_named() {
    NamedPredictor predictor = echo().namedPredictor();
    Map<String, Object> row =
        row("age", 42, "visits", 7, "member", true, "scores", List.of(0.5, 2));
    String expected =
        "[age: a number, visits: an integer, member: a boolean, scores: numbers (2,)]";

    Map<String, Object> typo = new LinkedHashMap<>(row);
    typo.put("visit", typo.remove("visits"));
    assertThatThrownBy(() -> predictor.predict(typo))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "echo (Functional) has no input \"visit\", a key of the row; did you mean \"visits\"? It"
                + " expects "
                + expected);

    Map<String, Object> fewer = new LinkedHashMap<>(row);
    fewer.remove("age");
    String missing =
        "echo (Functional): input \"age\" is missing: expected a number. The model is not prepared "
            + "for missing values of it; its inputs are "
            + expected;
    assertThatThrownBy(() -> predictor.predict(fewer)).hasMessage(missing);
    fewer.put("age", null);
    assertThatThrownBy(() -> predictor.predict(fewer)).hasMessage(missing);
    fewer.put("age", Optional.empty());
    assertThatThrownBy(() -> predictor.predict(fewer)).hasMessage(missing);

    refused(predictor, row, "age", "42", "\"age\": expected a number, got String \"42\"");
    refused(predictor, row, "age", 1e300, "\"age\": expected a number, 1.0E300 is too large");
    refused(predictor, row, "age", Double.NaN, "\"age\": expected a number, got NaN, which stands");
    refused(predictor, row, "visits", 7.5, "\"visits\": expected an integer, got Double 7.5");
    refused(predictor, row, "visits", 1L << 40, "got Long 1099511627776");
    refused(predictor, row, "member", 2, "\"member\": expected a boolean, got Integer 2");
    refused(predictor, row, "scores", 3, "\"scores\": expected numbers (2,), got Integer 3");
    refused(predictor, row, "scores", List.of(1), "expected numbers (2,), got 1 elements instead");
    refused(predictor, row, "scores", List.of(1, "x"), "expected numbers (2,), got String \"x\"");
  }

  private static void refused(
      NamedPredictor predictor, Map<String, Object> good, String key, Object value, String part) {
    Map<String, Object> row = new LinkedHashMap<>(good);
    row.put(key, value);
    assertThatThrownBy(() -> predictor.predict(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  @Test
  void other_keys_are_ignored_on_request() {
    Model model = Sequential.of(input("x", 1), dense(1));
    NamedPredictor predictor = model.namedPredictor();
    assertThat(predictor.ignoringUnknown().predict(row("x", 1, "id", "a17")).value())
        .isEqualTo(predictor.predict(row("x", 1)).value());
  }

  @Test
  void sequences_may_have_any_length() {
    Model model =
        Sequential.of(
            input("words", DType.INT32, Shape.UNKNOWN),
            embedding(10, 4),
            globalAveragePooling1D(),
            dense(1));
    for (int n : new int[] {1, 3, 5}) {
      int[] words = new int[n];
      Arrays.fill(words, 3);
      Tensor y = model.predict(Tensor.ofInts(Shape.of(1, n), words));
      assertThat(model.namedPredictor().predict(row("words", words)).value()).isEqualTo(y.item());
    }
  }

  @Test
  void categories_out_of_range_are_refused() {
    Model model = Sequential.of(input("id", DType.INT32, 1), embedding(10, 4), flatten());
    assertThatThrownBy(() -> predict(model, "id", 10))
        .hasMessageContaining("row 0, column 0 of x is 10, which has no vector");
  }

  @Test
  void several_rows_at_once_give_the_same() {
    Model model = Sequential.of(input("x", 3), dense(4), dense(2).activation(SOFTMAX));
    NamedPredictor predictor = model.namedPredictor();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 37; i++) {
      rows.add(row("x", new float[] {i, -i, 0.5f * i}));
    }
    List<Prediction> all = predictor.predictAll(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(all.get(i).values())
          .containsExactly(predictor.predict(rows.get(i)).values(), within(1e-6));
    }
    rows.set(20, row("x", new float[] {1}));
    assertThatThrownBy(() -> predictor.predictAll(rows))
        .hasMessageStartingWith("row 20: sequential")
        .hasMessageContaining("got 1 elements instead of 3");
    assertThat(predictor.predictAll(List.of())).isEmpty();
    assertThatThrownBy(() -> predictor.predictAll(List.of("x")))
        .hasMessage("row 0: expected a map or a record, got java.lang.String");
  }

  // Outputs

  private static Prediction passed(Decoding decoding, float... numbers) {
    Value x = input("x", numbers.length);
    Model model = Model.of(x, new Identity().named("out").apply(x));
    if (decoding != null) {
      model.decode(decoding);
    }
    return model.namedPredictor().predict(row("x", numbers));
  }

  @Test
  void classes_are_decoded() {
    Prediction three = passed(Decoding.classes("a", "b", "c"), 0.25f, 0.5f, 0.25f);
    assertThat(three.label()).isEqualTo("b");
    assertThat(three.probability()).isEqualTo(0.5);
    assertThat(three.probability("c")).isEqualTo(0.25);
    assertThat(three.probabilities())
        .containsExactly(Map.entry("a", 0.25), Map.entry("b", 0.5), Map.entry("c", 0.25));
    assertThat(three).hasToString("{out=b (0.5)}");
    assertThatThrownBy(() -> three.probability("d")).hasMessageContaining("has no class \"d\"");
    assertThatThrownBy(three::value).hasMessage("output \"out\" has 3 numbers; use values()");

    Prediction binary = passed(Decoding.classes("no", "yes"), 0.75f);
    assertThat(binary.label()).isEqualTo("yes");
    assertThat(binary.probabilities()).containsEntry("no", 0.25).containsEntry("yes", 0.75);

    Prediction tags = passed(Decoding.classes("red", "new", "big").several(), 0.75f, 0.25f, 0.5f);
    assertThat(tags.labels()).containsExactly("red", "big");
  }

  @Test
  void logits_are_decoded() {
    Prediction three = passed(Decoding.classes("a", "b", "c").fromLogits(), 0, 2, 1);
    double sum = 1 + Math.exp(2) + Math.exp(1);
    assertThat(three.values())
        .containsExactly(
            new double[] {1 / sum, Math.exp(2) / sum, Math.exp(1) / sum}, within(1e-12));
    assertThat(passed(Decoding.classes("no", "yes").fromLogits(), -1).probability("yes"))
        .isEqualTo(1 / (1 + Math.exp(1)), within(1e-12));
    assertThatThrownBy(() -> passed(Decoding.classes("a", "b", "c"), 0, 2, 1).label())
        .hasMessage(
            "expected probabilities of [a, b, c], got 2.0; if the network has no softmax or sigmoid"
                + " at its end, use Decoding.classes(...).fromLogits()");
  }

  @Test
  void numbers_are_decoded() {
    assertThat(passed(Decoding.number(10, 3), 0.5f).value()).isEqualTo(8);
    Prediction plain = passed(null, 0.5f);
    assertThat(plain.value()).isEqualTo(0.5);
    assertThatThrownBy(plain::label)
        .hasMessage(
            "output \"out\" has no class names; set them with model.decode(Decoding.classes(...))");
  }

  private static Model twoOutputs() {
    Value x = input("x", 2);
    Model model =
        Model.of(
            List.of(x),
            List.of(
                dense(1).named("price").apply(x),
                dense(3).activation(SOFTMAX).named("kind").apply(x)));
    model.decode("kind", Decoding.classes("flat", "house", "barn"));
    return model;
  }

  @Test
  void several_outputs_have_names() {
    Model model = twoOutputs();
    Prediction p = model.namedPredictor().predict(row("x", List.of(1, 2)));
    List<Tensor> y = model.predict(List.of(Tensor.of(Shape.of(1, 2), 1f, 2f)));
    assertThat(p.names()).containsExactly("price", "kind");
    assertThat(p.output("price").value()).isEqualTo(y.get(0).item());
    assertThat(p.output("kind").label())
        .isEqualTo(List.of("flat", "house", "barn").get(y.get(1).argMax()));
    assertThatThrownBy(p::value)
        .hasMessage("the model has the outputs [price, kind]; choose one with output(name)");
    assertThatThrownBy(() -> p.output("kinds"))
        .hasMessageContaining("has no output \"kinds\"; did you mean \"kind\"?");
  }

  @Test
  void a_decoding_must_fit() {
    Model model = twoOutputs();
    assertThatThrownBy(() -> model.decode(Decoding.classes("a", "b")))
        .hasMessageEndingWith(
            "has the outputs [price, kind]; choose one with decode(output, decoding)");
    assertThatThrownBy(() -> model.decode("kind", Decoding.classes("a", "b")))
        .hasMessageStartingWith("output \"kind\" of functional")
        .hasMessageEndingWith("has shape (?, 3); it cannot be decoded as 2 classes [a, b]");
    assertThatThrownBy(() -> Decoding.classes("a", "a"))
        .hasMessage("expected at least two different class names, got [a, a]");
    assertThatThrownBy(() -> Decoding.number(0, 1)).hasMessageContaining("other than 0");
    assertThatThrownBy(() -> Decoding.number(2, 1).fromLogits())
        .hasMessage("fromLogits is for classes, not for a number");
  }

  @Test
  void decodings_are_saved_with_the_model() {
    Model model = twoOutputs();
    model.decode("price", Decoding.number(1000, 50));
    Model again = ModelConfigs.fromConfig(model.toConfig());
    assertThat(again.decodings()).isEqualTo(model.decodings()).hasSize(2);
  }

  // Threads

  @Test
  void many_threads_get_their_own_results_while_another_trains() throws Exception {
    Model model = Sequential.of(input("x", 4), dense(16).activation(SIGMOID), dense(4));
    model.compile(Optimizers.sgd(0), Losses.meanSquaredError()); // the weights stay
    NamedPredictor predictor = model.namedPredictor();
    List<Map<String, Object>> rows = new ArrayList<>();
    List<double[]> wanted = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      rows.add(row("x", new float[] {i, i % 7, -i, 1}));
      wanted.add(predictor.predict(rows.get(i)).values());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(65)) {
      List<Callable<Void>> jobs = new ArrayList<>();
      jobs.add(
          () -> {
            Tensor x = Tensor.zeros(Shape.of(64, 4));
            model.fit(x, x, FitOptions.fit().epochs(20));
            return null;
          });
      for (int t = 0; t < 64; t++) {
        int own = t;
        jobs.add(
            () -> {
              for (int k = 0; k < 500; k++) {
                assertThat(predictor.predict(rows.get(own)).values())
                    .containsExactly(wanted.get(own));
              }
              return null;
            });
      }
      for (Future<Void> job : threads.invokeAll(jobs)) {
        job.get();
      }
    }
  }
}
