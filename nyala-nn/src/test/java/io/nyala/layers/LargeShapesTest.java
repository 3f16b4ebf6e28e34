// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.categoryEncoding;
import static io.nyala.layers.Layers.centerCrop;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.conv1D;
import static io.nyala.layers.Layers.conv1DTranspose;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.conv2DTranspose;
import static io.nyala.layers.Layers.cropping2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.depthwiseConv2D;
import static io.nyala.layers.Layers.dot;
import static io.nyala.layers.Layers.einsumDense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lambda;
import static io.nyala.layers.Layers.repeatVector;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.layers.Layers.resizing;
import static io.nyala.layers.Layers.separableConv2D;
import static io.nyala.layers.Layers.upSampling1D;
import static io.nyala.layers.Layers.upSampling2D;
import static io.nyala.layers.Layers.zeroPadding1D;
import static io.nyala.layers.Layers.zeroPadding2D;
import static io.nyala.layers.SequenceLayers.gru;
import static io.nyala.layers.SequenceLayers.lstm;
import static io.nyala.layers.SequenceLayers.multiHeadAttention;
import static io.nyala.layers.SequenceLayers.simpleRNN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.images.Interpolation;
import io.nyala.layers.preprocessing.CategoryOutput;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shapes that no array can hold are refused by the layer's name, before memory is asked for. */
@Timeout(20)
class LargeShapesTest {
  private static final int MOST = Integer.MAX_VALUE;

  /** The layer's own name, or that of the layer within it that is too large. */
  private static final Pattern BY_NAME =
      Pattern.compile("(x|query|\\w+_cell(_\\d+)?) \\(\\w+\\) on ");

  private static Value image() {
    return input(8, 8, 1);
  }

  /** Layers whose result has an axis beyond an int, or more than 2^31-1 elements. */
  @Test
  void results_beyond_an_array_are_refused_by_the_name_of_the_layer() {
    Map<String, Runnable> cases = new TreeMap<>();
    cases.put("zeroPadding2D", () -> zeroPadding2D(MOST).named("x").apply(image()));
    cases.put("zeroPadding1D", () -> zeroPadding1D(MOST, 0).named("x").apply(input(8, 1)));
    cases.put("zeroPadding, many", () -> zeroPadding2D(30_000).named("x").apply(image()));
    cases.put("upSampling2D", () -> upSampling2D(1 << 29).named("x").apply(image()));
    cases.put("upSampling1D", () -> upSampling1D(MOST).named("x").apply(input(8, 1)));
    for (Interpolation how : Interpolation.values()) {
      cases.put(
          "upSampling " + how,
          () -> upSampling2D(1 << 29).interpolation(how).named("x").apply(image()));
      cases.put(
          "upSampling, many " + how,
          () -> upSampling2D(10_000).interpolation(how).named("x").apply(image()));
      cases.put(
          "resizing " + how,
          () -> resizing(1 << 20, 1 << 20).interpolation(how).named("x").apply(image()));
    }
    cases.put("cropping", () -> cropping2D(MOST).named("x").apply(image()));
    cases.put("centerCrop", () -> centerCrop(1 << 20, 1 << 20).named("x").apply(image()));
    cases.put("repeatVector", () -> repeatVector(MOST).named("x").apply(input(2)));
    cases.put("dense", () -> dense(MOST).named("x").apply(input(2)));
    cases.put("dense over many", () -> dense(1 << 20).named("x").apply(input(1 << 20, 1)));
    cases.put("einsumDense", () -> einsumDense("ab,bc->ac", MOST).named("x").apply(input(2)));
    cases.put("embedding", () -> embedding(1 << 16, 1 << 16).named("x").apply(input(2)));
    cases.put("embedding of many", () -> embedding(2, 1 << 16).named("x").apply(input(1 << 16)));
    cases.put(
        "oneHot",
        () -> categoryEncoding(MOST).outputMode(CategoryOutput.ONE_HOT).named("x").apply(input(2)));
    cases.put("conv1D, filters", () -> conv1D(MOST, 2).named("x").apply(input(8, 1)));
    cases.put(
        "conv1D, dilation", () -> conv1D(1, 3).dilationRate(MOST).named("x").apply(input(8, 1)));
    cases.put(
        "conv1D, causal",
        () -> conv1D(1, 3).dilationRate(MOST).padding("causal").named("x").apply(input(8, 1)));
    cases.put("conv2D, kernel", () -> conv2D(1, 1 << 16).padding("same").named("x").apply(image()));
    cases.put(
        "conv2DTranspose, strides",
        () -> conv2DTranspose(1, 1).strides(1 << 29).named("x").apply(image()));
    cases.put(
        "conv1DTranspose, dilation",
        () -> conv1DTranspose(1, 3).dilationRate(MOST).named("x").apply(input(8, 1)));
    cases.put(
        "depthwiseConv2D",
        () -> depthwiseConv2D(1).depthMultiplier(MOST).named("x").apply(input(8, 8, 2)));
    cases.put(
        "separableConv2D",
        () -> separableConv2D(1, 1).depthMultiplier(MOST).named("x").apply(input(8, 8, 2)));
    cases.put("lstm", () -> lstm(1 << 30).named("x").apply(input(4, 1)));
    cases.put("gru", () -> gru(1 << 30).named("x").apply(input(4, 1)));
    cases.put("simpleRNN", () -> simpleRNN(1 << 16).named("x").apply(input(4, 1)));
    cases.put("reshape", () -> reshape(1 << 16, 1 << 16).named("x").apply(input(0, 1)));
    cases.put("reshape to 0", () -> reshape(1 << 16, 1 << 16).named("x").apply(image()));
    cases.put(
        "multiHeadAttention",
        () -> multiHeadAttention(1 << 16, 1 << 16).named("x").apply(input(4, 1), input(4, 1)));
    cases.put("dot", () -> dot(2).named("x").apply(input(1 << 16, 1), input(1 << 16, 1)));
    cases.put("add", () -> add().named("x").apply(input(1 << 16, 1), input(1, 1 << 16)));
    cases.put("lambda", () -> lambda(v -> Ops.tile(v, 1, 3)).named("x").apply(input(1 << 30)));
    StringBuilder wrong = new StringBuilder();
    cases.forEach(
        (name, make) -> {
          try {
            make.run();
            wrong.append('\n').append(name).append(": is not refused");
          } catch (ShapeException e) {
            if (!BY_NAME.matcher(e.getMessage()).lookingAt()) {
              wrong.append('\n').append(name).append(": ").append(e.getMessage());
            }
          } catch (RuntimeException | Error e) {
            wrong.append('\n').append(name).append(": ").append(e);
          }
        });
    assertThat(wrong.toString()).isEmpty();
  }

  @Test
  void the_message_tells_what_was_expected_and_what_came() {
    assertThatThrownBy(() -> zeroPadding2D(MOST).named("border").apply(image()))
        .hasMessage(
            "border (ZeroPadding2D) on input (?, 8, 8, 1): expected an axis of at most 2^31-1"
                + " positions, got 4294967302");
    assertThatThrownBy(() -> upSampling2D(1_000_000).named("big").apply(image()))
        .hasMessage(
            "big (UpSampling2D) on input (?, 8, 8, 1): expected a tensor of at most 2^31-1"
                + " elements, got shape (?, 8000000, 8000000, 1)");
  }

  @Test
  void inputs_that_double_again_and_again_are_refused_where_they_are_too_many() {
    Value x = input(4);
    for (int i = 0; i < 28; i++) {
      x = concatenate().named("c" + i).apply(x, x);
    }
    assertThat(x.shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 1 << 30));
    Value last = x;
    assertThatThrownBy(() -> concatenate().named("c28").apply(last, last))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("c28 (Concatenate)");
  }

  @Test
  void what_an_array_holds_is_taken_also_where_there_is_nothing() {
    assertThat(upSampling1D(1 << 28).apply(input(7, 1)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 7 << 28, 1));
    assertThat(Shape.of(MOST, MOST, 0).size()).isZero();
    assertThat(Shape.of(0, MOST, MOST).requireRoom().rank()).isEqualTo(3);
    assertThat(Shape.of(Shape.UNKNOWN, MOST).requireRoom().isKnown()).isFalse();
    for (Shape large : List.of(Shape.of(1 << 16, 1 << 15), Shape.of(2, MOST, MOST, MOST, MOST))) {
      assertThatThrownBy(large::size).isInstanceOf(ShapeException.class);
    }
  }
}
