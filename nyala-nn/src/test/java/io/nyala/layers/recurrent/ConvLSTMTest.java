// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import static io.nyala.layers.Layers.LINEAR;
import static io.nyala.layers.Layers.bidirectional;
import static io.nyala.layers.Layers.convLstm1D;
import static io.nyala.layers.Layers.convLstm2D;
import static io.nyala.layers.Layers.convLstm3D;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.testing.LayerContract;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Ops;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutional LSTMs; Keras's numbers for them are among its cases. */
class ConvLSTMTest {
  private static final Shape FILM = Shape.of(3, 2, 3, 2);

  static Stream<LayerContract> contracts() {
    return Stream.of(
        LayerContract.of(() -> convLstm1D(2, 2).strides(2).returnState(), Shape.of(2, 4, 2))
            .outputs(Shape.of(2, 2))
            .weights(3, 0),
        LayerContract.of(() -> convLstm2D(2, 2).padding("same").returnSequences(), FILM)
            .outputs(Shape.of(3, 2, 3, 2)),
        LayerContract.of(
                () -> convLstm2D(1, 2, 1).channelsFirst().goBackwards(true), Shape.of(2, 2, 3, 2))
            .outputs(Shape.of(1, 2, 2)),
        LayerContract.of(
                () -> convLstm2D(1, 2).dilationRate(1, 2).dropout(0.3).recurrentDropout(0.2), FILM)
            .outputs(Shape.of(1, 1, 1))
            .drawsInTraining(),
        LayerContract.of(() -> convLstm2D(1, 2), FILM, Shape.of(1, 2, 1), Shape.of(1, 2, 1))
            .outputs(Shape.of(1, 2, 1)),
        LayerContract.of(() -> convLstm3D(1, 2).useBias(false), Shape.of(2, 2, 2, 2, 1))
            .outputs(Shape.of(1, 1, 1, 1))
            .weights(2, 0),
        LayerContract.of(
                () -> bidirectional(convLstm2D(1, 1).returnSequences()), Shape.of(2, 2, 2, 1))
            .outputs(Shape.of(2, 2, 2, 2))
            .weights(6, 0));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void keeps_the_contract(LayerContract contract) {
    contract.check();
  }

  private static Tensor normal(int... dims) {
    return GradientCheck.normal(Shape.of(dims), new SplittableRandom(3));
  }

  private static Tensor swapped(Tensor x) {
    return Evaluate.of(v -> Ops.moveEndToAxis(v, 2), x);
  }

  @Test
  void channels_first_carries_the_same_states_as_channels_last() {
    ConvLSTM2D last = convLstm2D(3, 2).stateful();
    ConvLSTM2D first = convLstm2D(3, 2).stateful().channelsFirst();
    Model expected = Sequential.of(input(-1, 4, 5, 2), last);
    Model model = Sequential.of(input(-1, 2, 4, 5), first);
    model.setWeights(expected.getWeights());
    for (int part = 0; part < 2; part++) {
      Tensor x = normal(2, 3, 4, 5, 2);
      Tensor want = Evaluate.of(v -> Ops.moveEndToAxis(v, 1), expected.predict(x));
      TensorAssert.assertClose(model.predict(swapped(x)), want, 1e-6, 1e-6);
    }
    assertThat(first.states().get(1).shape()).isEqualTo(Shape.of(2, 3, 3, 4));
    assertThat(last.states().get(1).shape()).isEqualTo(Shape.of(2, 3, 4, 3));
  }

  @Test
  void one_network_takes_images_of_any_size() {
    Model any = Sequential.of(input(-1, -1, -1, 1), convLstm2D(2, 3).padding("same"));
    assertThat(any.predict(normal(1, 2, 4, 5, 1)).shape()).isEqualTo(Shape.of(1, 4, 5, 2));
    assertThat(any.predict(normal(1, 3, 6, 3, 1)).shape()).isEqualTo(Shape.of(1, 6, 3, 2));
  }

  // Dropout. With weights of 0.5 and a rate of 0.5, a contribution is 0 or 1 with equal chances.

  private static ConvLSTM2D halves(UnaryOperator<ConvLSTM2D> settings, float input, float state) {
    ConvLSTM2D layer =
        settings
            .apply(convLstm2D(1, 1))
            .activation(LINEAR)
            .recurrentActivation(LINEAR)
            .useBias(false);
    layer.buildOn(List.of(Shape.of(1, 1, 50, 50, 1)));
    layer.kernel().set(Tensor.full(layer.kernel().shape(), input));
    layer.recurrentKernel().set(Tensor.full(layer.recurrentKernel().shape(), state));
    return layer;
  }

  private static void hasShares(Tensor h, float... shares) {
    int[] counts = new int[shares.length];
    for (float value : h.floats()) {
      counts[Math.round(value)]++;
      assertThat(value).isEqualTo(Math.round(value));
    }
    for (int i = 0; i < shares.length; i++) {
      double deviation = Math.sqrt(shares[i] * (1 - shares[i]) * h.size());
      assertThat((double) counts[i])
          .isBetween(
              shares[i] * h.size() - 4 * deviation - 1e-9,
              shares[i] * h.size() + 4 * deviation + 1e-9);
    }
  }

  @Test
  void dropout_has_a_mask_for_each_gate_and_the_same_at_all_steps() {
    Tensor ones = Tensor.full(Shape.of(2, 3, 50, 50, 1), 1);
    Tensor h = Evaluate.layer(halves(l -> l.dropout(0.5), 0.5f, 0), Call.training(1), 0, ones);
    // c is i g after the first step, and grows to 3 i g where f is 1; h is o c.
    hasShares(h, 14 / 16f, 1 / 16f, 0, 1 / 16f);
  }

  @Test
  void recurrent_dropout_has_a_mask_for_each_gate() {
    Tensor x = Tensor.full(Shape.of(2, 1, 50, 50, 1), 1);
    Tensor ones = Tensor.full(Shape.of(2, 50, 50, 1), 1);
    ConvLSTM2D layer = halves(l -> l.recurrentDropout(0.5), 0, 0.5f);
    Tensor h = Evaluate.layer(layer, Call.training(1), 0, x, ones, ones);
    // h is o (f + i g).
    hasShares(h, 11 / 16f, 4 / 16f, 1 / 16f);
  }

  // Errors

  @Test
  void says_what_it_expects() {
    assertThatThrownBy(() -> convLstm2D(3, 2).named("film").apply(input(4, 5, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "film (ConvLSTM2D) on input (?, 4, 5, 2): expected input (batch, time, height, width, "
                + "channels)");
    assertThatThrownBy(() -> convLstm1D(3, 2).padding(Padding.CAUSAL))
        .hasMessage("ConvLSTM1D: padding must be VALID or SAME");
    assertThatThrownBy(() -> convLstm2D(3, 2).strides(2).dilationRate(2).apply(input(1, 5, 5, 1)))
        .hasMessageContaining("strides [2, 2] and dilation_rate [2, 2] must not both be above 1");
    assertThatThrownBy(() -> convLstm3D(3, 2, 2))
        .hasMessage("ConvLSTM3D: kernel_size must be 1 number or 3, got [2, 2]");
    assertThatThrownBy(() -> convLstm2D(0, 2))
        .hasMessage("ConvLSTM2D: filters must be positive, got 0");
  }

  @Test
  void states_to_keep_have_one_size() {
    ConvLSTM2D layer = convLstm2D(1, 2).stateful();
    Model any = Sequential.of(input(-1, -1, -1, 1), layer);
    any.predict(normal(2, 1, 4, 4, 1));
    assertThatThrownBy(() -> any.predict(normal(2, 1, 4, 5, 1)))
        .hasMessageContaining(
            "stateful: it keeps states of shape (2, 3, 3, 1), this input needs (2, 3, 4, 1)");
    assertThatThrownBy(() -> convLstm2D(1, 2).stateful().setStates(layer.states()))
        .hasMessageContaining("build it on an input before its states are set");
  }
}
