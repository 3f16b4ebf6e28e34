// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.categoryEncoding;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.discretization;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.integerLookup;
import static io.nyala.layers.Layers.lambda;
import static io.nyala.layers.Layers.normalization;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static java.lang.Float.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Layer;
import io.nyala.layers.preprocessing.Discretization;
import io.nyala.layers.preprocessing.IntegerLookup;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are no category are refused by the layer's name, and never taken for category 0. */
class CategoryInputsTest {
  private static final Tensor Y = Tensor.zeros(Shape.of(2, 1));

  private static Model words() {
    Model model = Sequential.of(input(3), embedding(5, 2).named("words"), flatten(), dense(1));
    model.compile(sgd(0.1), meanSquaredError());
    return model;
  }

  private static Tensor rows(float fifth) {
    return Tensor.of(Shape.of(2, 3), 0, 1, 2, 3, fifth, 4);
  }

  private static List<ThrowingCallable> uses(Model model, Tensor x) {
    return List.of(
        () -> model.predict(x),
        () -> model.predictOnBatch(x),
        () -> model.evaluate(x, Y),
        () -> model.fit(x, Y),
        () -> model.fit(rows(0), Y, fit().validation(x, Y)),
        () -> model.trainOnBatch(x, Y),
        () -> model.check(x, Y));
  }

  @ParameterizedTest
  @ValueSource(floats = {5, -1, 1e10f, Float.POSITIVE_INFINITY})
  void a_number_without_a_vector_is_named_with_row_and_layer(float bad) {
    String number = bad == (int) bad ? Integer.toString((int) bad) : Float.toString(bad);
    for (ThrowingCallable use : uses(words(), rows(bad))) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("words (Embedding): row 1, column 1 of ")
          .hasMessageEndingWith(
              ("x is %s, which has no vector (gather from embeddings: index %s at position 4 is "
                      + "outside [0, 5)); map such numbers to valid ones, or increase the size of the "
                      + "layer")
                  .formatted(number, number));
    }
  }

  @Test
  void a_number_that_is_not_there_is_no_word() {
    for (ThrowingCallable use : uses(words(), rows(NaN))) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("words (Embedding): row 1, column 1 of ")
          .hasMessageEndingWith("x is NaN, which is not a category");
    }
    Predictor single = words().predictor();
    assertThatThrownBy(() -> single.predict(1, NaN, 2))
        .hasMessage("words (Embedding): column 1 of the row is NaN, which is not a category");
  }

  /** Keras's cast from floats. */
  @Test
  void fractions_are_cut_off() {
    Model model = words();
    assertThat(model.predict(rows(2.75f))).isEqualTo(model.predict(rows(2)));
    assertThat(model.predict(rows(-0.5f))).isEqualTo(model.predict(rows(0)));
  }

  @Test
  void numbers_that_were_computed_are_looked_at_where_they_are_used() {
    Model model =
        Sequential.of(input(2), lambda(Ops::log), embedding(5, 1).named("computed"), flatten());
    assertThatThrownBy(() -> model.predict(Tensor.matrix(new float[] {1, -1})))
        .hasMessageContaining("computed (Embedding): gather from embeddings: index -2147483648");
    assertThatThrownBy(() -> model.predict(Tensor.matrix(new float[] {1, 0})))
        .hasMessageContaining("computed (Embedding): gather from embeddings: index -2147483648");
    assertThatThrownBy(() -> model.predict(Tensor.matrix(new float[] {1, 1e9f})))
        .hasMessageContaining(
            "computed (Embedding): gather from embeddings: index 20 at position 1");
  }

  @Test
  void a_layer_inside_other_models_is_found() {
    Value x = input("ids", 3);
    Value other = input("other", 1);
    Model inner = Sequential.of(input(3), embedding(5, 2).named("inner"), flatten());
    Model model = Model.of(List.of(other, x), List.of(concatenate().apply(other, inner.apply(x))));
    assertThatThrownBy(() -> model.predict(List.of(Tensor.zeros(Shape.of(2, 1)), rows(9))))
        .hasMessageStartingWith("inner (Embedding): row 1, column 1 of x 1 is 9");
  }

  @Test
  void an_input_of_whole_numbers_takes_no_others() {
    Value ids = input(DType.INT32, 3);
    Model model = Model.of(ids, Ops.add(ids, 1));
    assertThat(model.predict(rows(-7)).ints()).containsExactly(1, 2, 3, 4, -6, 5);
    for (float bad : new float[] {NaN, 1e10f}) {
      assertThatThrownBy(() -> model.predict(rows(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "row 1, column 1 of x is %s, which is not valid for the model's int32 input"
                  .formatted(bad == bad ? "1.0E10" : "NaN"));
    }
  }

  @Test
  void bins_and_encodings_do_not_take_it_for_the_first_category() {
    for (Layer layer : List.of(discretization(0, 1), categoryEncoding(5))) {
      Model model = Sequential.of(input(3), layer);
      assertThatThrownBy(() -> model.predict(rows(NaN)))
          .hasMessage(layer + ": row 1, column 1 of x is NaN, which is not a category");
    }
    Model bins = Sequential.of(input(2), lambda(Ops::log), discretization(0, 1));
    assertThat(bins.predict(Tensor.matrix(new float[] {2, -1})).ints()).containsExactly(1, -1);
    Model encoded = Sequential.of(input(2), lambda(Ops::log), categoryEncoding(2));
    assertThat(encoded.predict(Tensor.matrix(new float[] {3, -1})).floats()).containsExactly(0, 1);
  }

  @Test
  void a_lookup_does_not_know_it() {
    Model model = Sequential.of(input(3), integerLookup(0, 3));
    assertThat(model.predict(rows(NaN)).ints()).containsExactly(1, 0, 0, 2, 0, 0);
  }

  /** Numbers beyond 2^24, of which float32 has not all. */
  @Test
  void lookups_keep_large_numbers_apart() {
    int large = (1 << 24) + 1;
    IntegerLookup learnt = integerLookup();
    learnt.adapt(Tensor.ofInts(Shape.of(3), large, large, large - 1));
    assertThat(learnt.vocabulary()).containsExactly(-1, large, large - 1);
    Model places = Sequential.of(input(DType.INT32, 2), integerLookup(5).numOovIndices(2));
    assertThat(places.predict(Tensor.ofInts(Shape.of(1, 2), large, large - 1)).ints())
        .containsExactly(1, 0);
    assertThatThrownBy(
            () -> Sequential.of(input(1), integerLookup(large).invert(true).named("ids")))
        .hasMessage(
            "ids (IntegerLookup): when inverted, it returns only numbers up to 16777216 exactly; "
                + "the vocabulary contains 16777217");
  }

  @Test
  void nothing_is_learnt_from_what_is_not_there() {
    Tensor data = Tensor.vector(1, NaN, 3);
    String said = ": cannot adapt to data with NaN (position 1 of (3,)); remove or fill such rows";
    assertThatThrownBy(() -> normalization().adapt(data)).hasMessage("Normalization" + said);
    assertThatThrownBy(() -> Discretization.ofBins(2).adapt(data))
        .hasMessage("Discretization" + said);
    assertThatThrownBy(() -> integerLookup().adapt(data)).hasMessage("IntegerLookup" + said);
  }
}
