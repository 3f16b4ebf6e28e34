// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.EinsumDense;
import io.nyala.layers.normalization.RMSNormalization;
import io.nyala.layers.normalization.SpectralNormalization;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AttentionLayersTest {
  private static final float LOG3 = (float) Math.log(3);

  /** One query that looks along the first feature. */
  private static final Tensor QUERY = Tensor.of(Shape.of(1, 1, 2), 1, 0);

  /** Inner products with the query: 0 and log 3. */
  private static final Tensor KEYS = Tensor.of(Shape.of(1, 2, 2), 0, 5, LOG3, -5);

  private static final Tensor VALUES = Tensor.of(Shape.of(1, 2, 3), 4, 0, 8, 0, 4, 8);

  private static void close(Tensor actual, float... expected) {
    TensorAssert.assertClose(actual, Tensor.of(actual.shape(), expected), 1e-5, 1e-5);
  }

  private static List<Tensor> all(Layer layer, Tensor... inputs) {
    Call call = Call.inference();
    return Evaluate.all(in -> layer.trace(call, in), call, 0, inputs);
  }

  private static Tensor ramp(int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) Math.sin(1.7 * i + 0.3);
    }
    return Tensor.of(shape, data);
  }

  private static float at(Tensor t, int... position) {
    int[] strides = t.shape().strides();
    int index = 0;
    for (int i = 0; i < position.length; i++) {
      index += position[i] * strides[i];
    }
    return t.at(index);
  }

  // Attention

  @Test
  void attention_weighs_values_by_the_softmax_of_inner_products() {
    List<Tensor> got = all(new Attention().returnAttentionScores(true), QUERY, VALUES, KEYS);
    close(got.get(0), 1, 3, 8);
    close(got.get(1), 0.25f, 0.75f);
  }

  @Test
  void a_masked_value_has_no_weight_and_a_masked_query_no_output() {
    Attention layer = new Attention();
    Call call = Call.inference();
    Tensor queries = Tensor.of(Shape.of(1, 2, 2), 1, 0, 1, 0);
    Tensor mask = Tensor.ofBools(Shape.of(1, 2), 1, 0);
    Tensor y =
        Evaluate.all(
                in -> {
                  call.setMask(in.get(0), in.get(3));
                  call.setMask(in.get(1), in.get(3));
                  return layer.trace(call, in.subList(0, 3));
                },
                call,
                0,
                queries,
                VALUES,
                KEYS,
                mask)
            .get(0);
    close(y, 4, 0, 8, 0, 0, 0);
  }

  @Test
  void a_causal_query_sees_nothing_that_comes_later() {
    Tensor x = ramp(1, 4, 3);
    for (Layer layer :
        List.of(
            new Attention().useCausalMask(true),
            new AdditiveAttention().useCausalMask(true),
            new MultiHeadAttention(2, 3).useCausalMask(true),
            new GroupQueryAttention(3, 4, 2).useCausalMask(true))) {
      Tensor whole = all(layer, x, x).get(0);
      float[] changed = x.floats().clone();
      for (int i = 6; i < 12; i++) {
        changed[i] += 1;
      }
      Tensor other = Tensor.of(x.shape(), changed);
      Tensor after = all(layer, other, other).get(0);
      for (int i = 0; i < 12; i++) {
        boolean same = Math.abs(after.at(i) - whole.at(i)) < 1e-6;
        assertThat(same).as(layer + ", step " + i / 3).isEqualTo(i < 6);
      }
    }
  }

  @Test
  void a_window_of_one_lets_a_step_see_itself_alone() {
    Tensor x = ramp(2, 4, 3);
    MultiHeadAttention layer =
        new MultiHeadAttention(2, 3).slidingWindow(1).returnAttentionScores(true);
    Tensor weights = all(layer, x, x).get(1);
    assertThat(weights.shape()).isEqualTo(Shape.of(2, 2, 4, 4));
    for (int to = 0; to < 4; to++) {
      for (int from = 0; from < 4; from++) {
        assertThat(at(weights, 1, 1, to, from)).isEqualTo(to == from ? 1f : 0f);
      }
    }
  }

  @Test
  void grouped_heads_are_many_heads_with_equal_keys_and_values() {
    Tensor q = ramp(2, 3, 5);
    Tensor v = ramp(2, 4, 5);
    GroupQueryAttention grouped = new GroupQueryAttention(2, 4, 2);
    MultiHeadAttention many = new MultiHeadAttention(4, 2);
    all(grouped, q, v);
    all(many, q, v);
    for (int i = 0; i < grouped.weights().size(); i++) {
      Tensor w = ramp(grouped.weights().get(i).shape().dims());
      grouped.weights().get(i).set(w);
      boolean shared = !w.shape().equals(many.weights().get(i).shape());
      many.weights().get(i).set(shared ? eachTwice(w) : w);
    }
    TensorAssert.assertClose(all(grouped, q, v).get(0), all(many, q, v).get(0), 1e-6, 1e-6);
  }

  /** Repeats each position of the axis before the last. */
  private static Tensor eachTwice(Tensor w) {
    int row = w.shape().last();
    float[] from = w.floats();
    float[] to = new float[2 * from.length];
    for (int i = 0; i < from.length / row; i++) {
      System.arraycopy(from, i * row, to, 2 * i * row, row);
      System.arraycopy(from, i * row, to, (2 * i + 1) * row, row);
    }
    Shape shape = w.shape().with(-2, 2 * w.shape().dim(-2));
    return Tensor.of(shape, to);
  }

  @Test
  void an_attention_mask_says_who_may_look_at_whom() {
    Tensor x = ramp(1, 2, 3);
    Tensor swap = Tensor.ofBools(Shape.of(1, 2, 2), 0, 1, 1, 0);
    Tensor weights =
        all(new MultiHeadAttention(1, 2).returnAttentionScores(true), x, x, x, swap).get(1);
    close(weights, 0, 1, 1, 0);
  }

  @Test
  void shapes_are_known_before_batch_and_time_are() {
    Value q = Layers.input(-1, 6);
    Value v = Layers.input(-1, 6);
    assertThat(new MultiHeadAttention(2, 3).apply(q, v).shape()).isEqualTo(Shape.of(-1, -1, 6));
    assertThat(new GroupQueryAttention(3, 4, 2).useGate(true).apply(q, v).shape())
        .isEqualTo(Shape.of(-1, -1, 6));
    assertThat(new AdditiveAttention().useCausalMask(true).apply(q, v).shape())
        .isEqualTo(Shape.of(-1, -1, 6));
  }

  @Test
  void options_are_read_from_calls_that_keras_wrote() {
    MultiHeadAttention layer = new MultiHeadAttention(2, 3);
    Value q = Layers.input(4, 6);
    Value v = Layers.input(5, 6);
    Value mask = Layers.input(4, 5);
    Map<String, Object> kwargs =
        Map.of("attention_mask", List.of(mask), "value", List.of(v), "use_causal_mask", true);
    List<Value> operands = layer.readCall(List.of(q), kwargs);
    assertThat(operands).containsExactly(q, v, v, mask);
    layer.applyAll(operands);
    Map<String, Object> form = layer.callForm(List.of("q", "v", "v", "m"));
    assertThat(form.get("args")).isEqualTo(List.of("q", "v", "v"));
    assertThat(form.get("kwargs"))
        .isEqualTo(Map.of("use_causal_mask", true, "attention_mask", "m"));
    assertThatThrownBy(() -> layer.readCall(List.of(q, v), Map.of()))
        .hasMessageContaining("once with use_causal_mask and once without");
  }

  @Test
  void wrong_inputs_are_named() {
    assertThatThrownBy(() -> new Attention().apply(Layers.input(3, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected query and value");
    assertThatThrownBy(() -> new Attention().apply(Layers.input(3, 4), Layers.input(3, 5)))
        .hasMessageContaining("differ in features; put a Dense layer before one of them");
    Value x = Layers.input(3, 4);
    assertThatThrownBy(() -> new MultiHeadAttention(2, 3).apply(x, x, Layers.input(2, 4)))
        .hasMessageContaining("differ in the time axis");
    assertThatThrownBy(() -> new GroupQueryAttention(2, 3, 2))
        .hasMessageContaining("num_query_heads 3 must be a multiple of num_key_value_heads 2");
    assertThatThrownBy(() -> new MultiHeadAttention(0, 2)).hasMessageContaining("num_heads");
  }

  // Other layers of the same time

  @Test
  void einsum_with_dots_is_dense_over_the_last_axis() {
    Tensor x = ramp(2, 3, 4);
    EinsumDense einsum = new EinsumDense("...x,xy->...y", 5).biasAxes("y");
    Dense dense = new Dense(5);
    all(einsum, x);
    all(dense, x);
    for (int i = 0; i < 2; i++) {
      dense.weights().get(i).set(einsum.weights().get(i).get());
    }
    TensorAssert.assertClose(all(einsum, x).get(0), all(dense, x).get(0), 0, 0);
    assertThatThrownBy(() -> new EinsumDense("ab,bc", 5).apply(Layers.input(4)))
        .hasMessageContaining("is not of the form");
    assertThatThrownBy(() -> new EinsumDense("ab,bc->ac", 5).apply(Layers.input(3, 4)))
        .hasMessageContaining("expected one axis for each letter of \"ab\"");
  }

  @Test
  void einsum_may_share_axes_and_turn_them() {
    // Each of 3 channels has a matrix of its own; the product is summed over b.
    Tensor x = ramp(2, 4, 3);
    EinsumDense layer = new EinsumDense("abc,cbd->adc", 5, 3);
    Tensor y = all(layer, x).get(0);
    Tensor k = layer.weights().get(0).get();
    assertThat(k.shape()).isEqualTo(Shape.of(3, 4, 5));
    for (int a = 0; a < 2; a++) {
      for (int d = 0; d < 5; d++) {
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (int b = 0; b < 4; b++) {
            sum += (double) at(x, a, b, c) * at(k, c, b, d);
          }
          assertThat((double) at(y, a, d, c)).isCloseTo(sum, within());
        }
      }
    }
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-5);
  }

  @Test
  void spectral_normalization_finds_the_largest_singular_value() {
    Dense dense = new Dense(2).useBias(false);
    SpectralNormalization layer = new SpectralNormalization(dense).powerIterations(30);
    layer.buildOn(List.of(Shape.of(-1, 2)));
    // Singular values 4 and 2.
    dense.kernel().set(Tensor.matrix(new float[] {0, 4}, new float[] {2, 0}));
    Tensor x = Tensor.matrix(new float[] {1, 1});
    close(Evaluate.layer(layer, x), 2, 4);
    close(Evaluate.layer(layer, Call.training(1), 0, x), 0.5f, 1);
    close(dense.kernel().get(), 0, 1, 0.5f, 0);
    dense.kernel().set(Tensor.zeros(Shape.of(2, 2)));
    close(Evaluate.layer(layer, Call.training(1), 1, x), 0, 0);
  }

  @Test
  void rms_normalization_scales_to_a_mean_square_of_one() {
    close(
        Evaluate.layer(new RMSNormalization().epsilon(0), Tensor.matrix(new float[] {3, 4})),
        3 / (float) Math.sqrt(12.5),
        4 / (float) Math.sqrt(12.5));
    assertThat(new RMSNormalization(-1, -2).config()).containsEntry("axis", List.of(-2, -1));
  }
}
