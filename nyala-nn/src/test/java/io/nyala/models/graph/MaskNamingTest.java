// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.bidirectional;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.gru;
import static io.nyala.layers.Layers.layerNormalization;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.maximum;
import static io.nyala.layers.Layers.multiHeadAttention;
import static io.nyala.layers.Layers.softmax;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Layer;
import io.nyala.layers.core.InputLayer;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Models in which masks travel, written so that Keras 3 uses the same. The numbers are what Keras
 * 3.15.1 predicts from the forms written here.
 */
class MaskNamingTest {
  private static final float ROUNDING = 2e-5f;
  private static final Tensor WORDS = Tensor.of(Shape.of(2, 5), 1, 2, 3, 0, 0, 4, 5, 0, 0, 0);
  private static final Tensor OTHERS = Tensor.of(Shape.of(2, 5), 3, 1, 0, 0, 0, 6, 5, 2, 1, 0);

  private static Value input(String name, int... shape) {
    return ((InputLayer) new InputLayer(Shape.of(shape), DType.FLOAT32).named(name)).value();
  }

  private static Value embedded(Value words) {
    return embedding(7, 4).maskZero(true).apply(words);
  }

  /** Returns the end of what a model predicts; the same after it was written and read. */
  private static List<float[]> predicted(Model model, Tensor... inputs) {
    Model filled = KerasMasksTest.filled(model);
    List<Tensor> outputs = filled.predict(List.of(inputs));
    Model again = KerasMasksTest.filled(ModelConfigs.fromConfig(model.toConfig()));
    List<Tensor> copies = again.predict(List.of(inputs));
    List<float[]> ends = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      float[] all = outputs.get(i).floats();
      assertThat(copies.get(i).floats()).containsExactly(all);
      ends.add(Arrays.copyOfRange(all, all.length - 4, all.length));
    }
    return ends;
  }

  private static void assertEnds(float[] end, float... expected) {
    assertThat(end).usingComparatorWithPrecision(ROUNDING).containsExactly(expected);
  }

  @SuppressWarnings("unchecked") // forms are maps
  private static Map<String, Object> call(Model model, Layer layer) {
    Map<String, Object> config = (Map<String, Object>) model.toConfig().get("config");
    for (Object each : (List<?>) config.get("layers")) {
      Map<String, Object> form = (Map<String, Object>) each;
      if (layer.name().equals(form.get("name"))) {
        return (Map<String, Object>) ((List<?>) form.get("inbound_nodes")).get(0);
      }
    }
    throw new AssertionError(layer + " is not in the form");
  }

  private static Map<?, ?> kwargs(Model model, Layer layer) {
    return (Map<?, ?>) call(model, layer).get("kwargs");
  }

  private static Object source(Object tensor) {
    Map<?, ?> config = (Map<?, ?>) ((Map<?, ?>) tensor).get("config");
    return ((List<?>) config.get("keras_history")).get(0);
  }

  @Test
  void a_decoder_is_told_its_mask() {
    Value read = input("read", -1, 5);
    Value written = input("written", -1, 5);
    List<Value> states = lstm(3).returnState().applyAll(List.of(embedded(read)));
    Layer decoder = lstm(3).returnSequences();
    Value x = embedded(written);
    Value y = decoder.applyAll(List.of(x, states.get(1), states.get(2))).get(0);
    Model model = Model.of(List.of(read, written), List.of(dense(2).apply(y)));
    assertEnds(
        predicted(model, WORDS, OTHERS).get(0), -0.468963f, 0.439319f, -0.468963f, 0.439319f);
    assertThat(source(kwargs(model, decoder).get("mask"))).isEqualTo("not_equal_op");
    assertThat((List<?>) kwargs(model, decoder).get("initial_state")).hasSize(2);
  }

  @Test
  void one_state_stands_alone_as_in_keras() {
    Value read = input("read", -1, 5);
    Value written = input("written", -1, 5);
    List<Value> states = gru(3).returnState().applyAll(List.of(embedded(read)));
    Layer decoder = gru(3).returnSequences();
    Value y = decoder.applyAll(List.of(embedded(written), states.get(1))).get(0);
    Model model = Model.of(List.of(read, written), List.of(lstm(2).apply(y)));
    assertEnds(predicted(model, WORDS, OTHERS).get(0), 0.132378f, -0.032243f, 0.116362f, 0.048423f);
    Object state = kwargs(model, decoder).get("initial_state");
    assertThat(source(state)).isEqualTo(states.get(1).node().op().label());
  }

  @Test
  void both_ways_are_told_the_mask() {
    Value read = input("read", -1, 5);
    Value written = input("written", -1, 5);
    List<Value> states = bidirectional(gru(3).returnState()).applyAll(List.of(embedded(read)));
    Layer decoder = bidirectional(gru(3).returnSequences());
    Value x = embedded(written);
    Value y = decoder.applyAll(List.of(x, states.get(1), states.get(2))).get(0);
    Model model = Model.of(List.of(read, written), List.of(lstm(2).apply(y)));
    assertEnds(
        predicted(model, WORDS, OTHERS).get(0), 0.176821f, -0.290154f, 0.254429f, -0.430936f);
    assertThat(kwargs(model, decoder).get("mask")).isNotNull();
  }

  @Test
  void a_mask_through_a_concatenation_has_a_name_wherever_it_is_used() {
    Value first = input("first", -1, 5);
    Value second = input("second", -1, 5);
    Value both = concatenate().apply(embedded(first), dense(3).apply(embedded(second)));
    Layer encoder = lstm(3).returnState();
    List<Value> states = encoder.applyAll(List.of(both));
    Layer decoder = lstm(3).returnSequences();
    Value y = decoder.applyAll(List.of(both, states.get(1), states.get(2))).get(0);
    Model model = Model.of(List.of(first, second), List.of(y));
    assertEnds(predicted(model, WORDS, OTHERS).get(0), 0.050213f, -0.251043f, 0.021625f, 0.050213f);
    assertThat(source(kwargs(model, encoder).get("mask"))).isEqualTo("any_op");
    assertThat(source(kwargs(model, decoder).get("mask"))).isEqualTo("any_op");
  }

  /** Keras takes the mask away from what attention has looked at. */
  @Test
  void attention_after_attention_is_told_its_masks() {
    Value words = input("words", -1, 5);
    Value h = embedded(words);
    List<Layer> attentions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Layer attention = multiHeadAttention(2, 3);
      attentions.add(attention);
      h = layerNormalization().apply(add().apply(h, attention.apply(h, h)));
      h = layerNormalization().apply(add().apply(h, dense(4).apply(h)));
    }
    Layer mean = globalAveragePooling1D();
    Model model = Model.of(List.of(words), List.of(h, mean.apply(h), lstm(2).apply(h)));
    List<float[]> ends = predicted(model, WORDS);
    assertEnds(ends.get(0), -0.99066f, -0.72641f, -1.171003f, -0.035493f);
    assertEnds(ends.get(1), -0.990956f, -0.726212f, -1.170721f, -0.035782f);
    assertEnds(ends.get(2), 0.008987f, 0.431863f, 0.03191f, 0.349303f);
    assertThat(kwargs(model, attentions.get(0)).isEmpty()).isTrue();
    assertThat(kwargs(model, attentions.get(1)).keySet())
        .isEqualTo(Set.of("attention_mask", "value_mask"));
    assertThat(source(kwargs(model, mean).get("mask"))).asString().startsWith("logical_or");
  }

  /** Of what has no name in a file, Keras does not hear; here it is said beside the arguments. */
  @Test
  void masks_without_a_name_travel_again_when_read() {
    Value words = input("words", -1, 5);
    Value x = embedded(words);
    Layer attention = multiHeadAttention(2, 3);
    Value larger = maximum().apply(x, attention.apply(x, x));
    Model model = Model.of(List.of(words), List.of(larger));
    predicted(model, WORDS);
    assertThat(call(model, attention)).containsEntry("masks", "travel");

    Value sequence = input("sequence", -1, 5, 4);
    Value state = input("state", -1, 3);
    Value inside = gru(3).apply(sequence, state);
    Model inner = Model.of(List.of(sequence, state), List.of(inside));
    Value begin = input("begin", -1, 3);
    Value y = inner.apply(embedded(words), begin);
    Tensor states = Tensor.of(Shape.of(2, 3), .1f, .2f, .3f, .4f, .5f, .6f);
    predicted(Model.of(List.of(words, begin), List.of(y)), WORDS, states);
  }

  @Test
  void a_mask_of_a_softmax_is_an_argument_by_name() {
    Value x = input("x", -1, 5);
    Layer softmax = softmax();
    Model model = Model.of(List.of(x), List.of(softmax.apply(dense(5).apply(x), x)));
    predicted(model, WORDS);
    assertThat(source(kwargs(model, softmax).get("mask"))).isEqualTo("x");
    assertThat((List<?>) call(model, softmax).get("args")).hasSize(1);
  }
}
