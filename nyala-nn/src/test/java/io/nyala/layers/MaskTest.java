// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.activations.Activations;
import io.nyala.layers.activation.Activation;
import io.nyala.layers.activation.ELU;
import io.nyala.layers.activation.LeakyReLU;
import io.nyala.layers.activation.PReLU;
import io.nyala.layers.activation.ReLU;
import io.nyala.layers.activation.Softmax;
import io.nyala.layers.activation.ThresholdedReLU;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.Embedding;
import io.nyala.layers.core.Identity;
import io.nyala.layers.core.Masking;
import io.nyala.layers.merging.Add;
import io.nyala.layers.merging.Concatenate;
import io.nyala.layers.merging.Maximum;
import io.nyala.layers.merging.Minimum;
import io.nyala.layers.merging.Multiply;
import io.nyala.layers.normalization.BatchNormalization;
import io.nyala.layers.normalization.GroupNormalization;
import io.nyala.layers.normalization.LayerNormalization;
import io.nyala.layers.normalization.UnitNormalization;
import io.nyala.layers.preprocessing.Normalization;
import io.nyala.layers.preprocessing.Rescaling;
import io.nyala.layers.regularization.ActivityRegularization;
import io.nyala.layers.regularization.AlphaDropout;
import io.nyala.layers.regularization.Dropout;
import io.nyala.layers.regularization.GaussianDropout;
import io.nyala.layers.regularization.GaussianNoise;
import io.nyala.layers.regularization.SpatialDropout1D;
import io.nyala.layers.reshaping.Flatten;
import io.nyala.layers.reshaping.Permute;
import io.nyala.layers.reshaping.Reshape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How masks travel through layers (Keras 3, {@code Layer.supports_masking}). */
class MaskTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 3, 2), 1, 2, 3, 4, 5, 6);
  private static final Tensor OTHER = Tensor.of(Shape.of(1, 3, 2), 6, 5, 4, 3, 2, 1);
  private static final Tensor MASK = Tensor.ofBools(Shape.of(1, 3), 1, 0, 0);
  private static final Tensor OTHER_MASK = Tensor.ofBools(Shape.of(1, 3), 1, 1, 0);

  static Stream<Layer> passing() {
    return Stream.of(
        new Dense(2),
        new Dropout(0.5),
        new SpatialDropout1D(0.5),
        new GaussianNoise(0.5),
        new GaussianDropout(0.5),
        new AlphaDropout(0.5),
        new Activation(Activations.TANH),
        new ReLU(),
        new LeakyReLU(0.3),
        new ThresholdedReLU(1),
        new ELU(1),
        new PReLU(),
        new Softmax(),
        new BatchNormalization(),
        new LayerNormalization(),
        new GroupNormalization(1),
        new UnitNormalization(),
        new Rescaling(2, 0),
        new Normalization(),
        new ActivityRegularization(0, 0),
        new Identity());
  }

  static Stream<Layer> stopping() {
    return Stream.of(new Flatten(), new Reshape(6), new Permute(2, 1), Layers.lambda(Ops::square));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void passes(Layer layer) {
    Call call = Call.inference();
    Value x = Evaluate.input(X);
    Value mask = Evaluate.input(MASK);
    call.setMask(x, mask);
    assertThat(call.mask(layer.trace(call, List.of(x)).get(0))).isSameAs(mask);
  }

  @ParameterizedTest
  @MethodSource("stopping")
  void stops(Layer layer) {
    Call call = Call.inference();
    Value x = Evaluate.input(X);
    call.setMask(x, Evaluate.input(MASK));
    assertThat(call.mask(layer.trace(call, List.of(x)).get(0))).isNull();
  }

  /** Returns output and mask of a layer of two masked inputs; no mask gives no second result. */
  private static List<Tensor> merged(Layer layer, Tensor... masks) {
    Tensor[] all = Stream.concat(Stream.of(X, OTHER), Arrays.stream(masks)).toArray(Tensor[]::new);
    return Evaluate.all(
        in -> {
          Call call = Call.inference();
          for (int i = 0; i < masks.length; i++) {
            call.setMask(in.get(i), in.get(2 + i));
          }
          Value y = layer.trace(call, in.subList(0, 2)).get(0);
          Value mask = call.mask(y);
          return mask == null ? List.of(y) : List.of(y, Ops.cast(mask, DType.FLOAT32));
        },
        Call.inference(),
        0,
        all);
  }

  @Test
  void merging_takes_the_union() {
    List<Tensor> sum = merged(new Add(), MASK, OTHER_MASK);
    assertThat(sum.get(0).floats()).containsExactly(7, 7, 7, 7, 7, 7);
    assertThat(sum.get(1).floats()).containsExactly(1, 1, 0);
    assertThat(merged(new Add(), MASK)).hasSize(1);
  }

  @Test
  void products_and_extrema_leave_masked_elements_out() {
    // The first input counts at step 0 alone, the second at steps 0 and 1.
    assertThat(merged(new Multiply(), MASK, OTHER_MASK).get(0).floats())
        .containsExactly(6, 10, 4, 3, 0, 0);
    assertThat(merged(new Maximum(), MASK, OTHER_MASK).get(0).floats()).startsWith(6, 5, 4, 3);
    assertThat(merged(new Minimum(), MASK, OTHER_MASK).get(0).floats()).startsWith(1, 2, 4, 3);
  }

  @Test
  void concatenation_joins_along_time_and_takes_the_union_along_features() {
    assertThat(merged(new Concatenate(1), MASK, OTHER_MASK).get(1).floats())
        .containsExactly(1, 0, 0, 1, 1, 0);
    assertThat(merged(new Concatenate(-1), MASK, OTHER_MASK).get(1).floats())
        .containsExactly(1, 1, 0);
    assertThat(merged(new Concatenate(1), MASK).get(1).floats()).containsExactly(1, 0, 0, 1, 1, 1);
    assertThat(merged(new Concatenate(-1))).hasSize(1);
  }

  @Test
  void masking_finds_steps_of_the_value_and_zeroes_them() {
    Tensor x = Tensor.of(Shape.of(1, 3, 2), -1, -1, -1, 2, 3, 4);
    List<Tensor> y =
        Evaluate.all(
            in -> {
              Call call = Call.inference();
              Value out = new Masking(-1).trace(call, in).get(0);
              return List.of(out, Ops.cast(call.mask(out), DType.FLOAT32));
            },
            Call.inference(),
            0,
            x);
    assertThat(y.get(0).floats()).containsExactly(0, 0, -1, 2, 3, 4);
    assertThat(y.get(1).floats()).containsExactly(0, 1, 1);
  }

  @Test
  void embedding_masks_zeros_if_told_to() {
    Tensor ids = Tensor.ofInts(Shape.of(1, 3), 2, 0, 1);
    List<Tensor> mask =
        Evaluate.all(
            in -> {
              Call call = Call.inference();
              Value out = new Embedding(3, 2).maskZero(true).trace(call, in).get(0);
              assertThat(call.mask(new Embedding(3, 2).trace(call, in).get(0))).isNull();
              return List.of(Ops.cast(call.mask(out), DType.FLOAT32));
            },
            Call.inference(),
            0,
            ids);
    assertThat(mask.get(0).floats()).containsExactly(1, 0, 1);
  }

  @Test
  void softmax_gives_masked_elements_nothing() {
    Tensor logits = Tensor.matrix(new float[] {0, 5, 0}, new float[] {1, 2, 3});
    Tensor mask = Tensor.ofBools(Shape.of(2, 3), 1, 0, 1, 0, 0, 0);
    assertThat(Evaluate.layer(new Softmax(), logits, mask).floats())
        .containsExactly(0.5f, 0, 0.5f, 0, 0, 0);
  }
}
