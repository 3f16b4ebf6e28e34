// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.conformance.KerasFixtures;
import io.nyala.grad.Gradients;
import io.nyala.layers.augmentation.MixingLayer.Mix;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What Keras makes of random numbers that it drew, with gradients: {@code
 * fixtures/keras/generate/augmentation.py}. The layers are given the same draws.
 */
class GivenDrawsTest {
  @TestFactory
  Stream<DynamicTest> changes_images_as_keras_does() throws IOException {
    Path folder = KerasFixtures.file("augmentation");
    List<Object> index = JSON.std.listFrom(Files.readString(folder.resolve("index.json")));
    return index.stream()
        .map(entry -> (Map<?, ?>) entry)
        .map(
            entry -> DynamicTest.dynamicTest((String) entry.get("name"), () -> run(folder, entry)));
  }

  @SuppressWarnings("unchecked")
  private static void run(Path folder, Map<?, ?> entry) throws IOException {
    Map<String, Tensor> arrays = Npz.read(folder.resolve(entry.get("name") + ".npz"));
    Map<String, Object> config = (Map<String, Object>) entry.get("config");
    RandomImageLayer<?> layer =
        (RandomImageLayer<?>)
            LayerRegistry.fromConfig(Map.of("class_name", entry.get("class"), "config", config));
    Tensor images = arrays.get("input");
    Tensor labels = arrays.getOrDefault("labels", Tensor.zeros(Shape.of(1)));
    boolean mixing = layer instanceof MixingLayer<?>;
    List<Tensor> results =
        Evaluate.all(
            in -> {
              Value x = in.get(0);
              Value changed = apply(layer, x, arrays);
              List<Value> out = new ArrayList<>(List.of(changed));
              Value total = Ops.sum(Ops.multiply(changed, Ops.constant(arrays.get("cotangent"))));
              out.add(Gradients.of(total, List.of(x)).get(0));
              if (mixing) {
                out.add(MixingLayer.labels(in.get(1), mix(x, arrays)));
              }
              return out;
            },
            Call.training(1),
            0,
            images,
            labels);
    boolean projected = layer instanceof RandomPerspective;
    double top = images.mean() > 1 ? 255 : 1;
    // A projection divides twice in float32, and neighbours differ by up to the whole range.
    TensorAssert.assertClose(
        results.get(0), arrays.get("output"), (projected ? 1e-5 : 1e-6) * top, 1e-5);
    if (arrays.containsKey("gradient")) {
      TensorAssert.assertClose(results.get(1), arrays.get("gradient"), 1e-4, 1e-4);
    } else if (layer instanceof RandomPosterization) {
      assertThat(results.get(1).floats()).containsOnly(0);
    } else {
      GradientCheck.check(in -> apply(layer, in.get(0), arrays), images);
    }
    if (mixing) {
      TensorAssert.assertClose(results.get(2), arrays.get("mixed_labels"), 1e-6, 1e-6);
    }
  }

  private static Value apply(RandomImageLayer<?> layer, Value x, Map<String, Tensor> arrays) {
    return switch (layer) {
      case RandomHue hue -> hue.turn(x, each(arrays, "factor"));
      case RandomPosterization bits ->
          bits.reduce(x, Ops.subtract(8, each(arrays, "shift_factor")));
      case RandomInvert invert ->
          Ops.where(happens(arrays, "apply_inversion"), invert.inverted(x), x);
      case RandomGaussianBlur blur ->
          blur.blur(x, happens(arrays, "should_apply_blur"), one(arrays, 0), one(arrays, 1));
      case RandomErasing erasing ->
          erasing.erase(
              x,
              Ops.and(mask(arrays), happens(arrays, "apply_erasing")),
              Ops.constant(arrays.get("draw_fill_value")));
      case RandomPerspective perspective ->
          Ops.where(happens(arrays, "apply_perspective"), perspective.project(x, moves(arrays)), x);
      case Solarization solarization ->
          solarization.invert(x, each(arrays, "additions"), each(arrays, "thresholds"));
      case MixingLayer<?> mixing -> MixingLayer.images(x, mix(x, arrays));
      default -> throw new IllegalArgumentException(layer.className());
    };
  }

  private static Value each(Map<String, Tensor> arrays, String name) {
    Tensor draws = arrays.get("draw_" + name).cast(DType.FLOAT32);
    return Ops.constant(draws.reshape(Shape.of(draws.size(), 1, 1, 1)));
  }

  private static Value happens(Map<String, Tensor> arrays, String name) {
    return Ops.greater(each(arrays, name), 0.5f);
  }

  private static Value mask(Map<String, Tensor> arrays) {
    return Ops.greater(Ops.constant(arrays.get("draw_batch_masks").cast(DType.FLOAT32)), 0.5f);
  }

  private static Value one(Map<String, Tensor> arrays, int which) {
    return Ops.constant(arrays.get("draw_blur_factor").at(which));
  }

  /** Returns end points as factors of the corners, which Keras keeps as coordinates. */
  private static Value[] moves(Map<String, Tensor> arrays) {
    Tensor ends = arrays.get("draw_end_points");
    Tensor starts = arrays.get("draw_start_points");
    int[][] places = {{1, 0}, {2, 1}, {3, 0}, {3, 1}};
    int n = ends.shape().dim(0);
    Value[] moves = new Value[places.length];
    for (int p = 0; p < places.length; p++) {
      float[] factors = new float[n];
      for (int i = 0; i < n; i++) {
        int at = i * 8 + places[p][0] * 2 + places[p][1];
        factors[i] = ends.at(at) / starts.at(at);
      }
      moves[p] = Ops.constant(Tensor.of(Shape.of(n, 1, 1, 1), factors));
    }
    return moves;
  }

  private static Mix mix(Value x, Map<String, Tensor> arrays) {
    Tensor weight = arrays.get("draw_mix_weight");
    Value mask = arrays.containsKey("draw_batch_masks") ? mask(arrays) : null;
    return new Mix(
        Ops.constant(arrays.get("draw_permutation_order")),
        Ops.constant(weight.reshape(Shape.of(weight.size()))),
        mask);
  }
}
