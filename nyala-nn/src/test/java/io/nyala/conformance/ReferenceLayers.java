// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.conformance.ReferenceNumbers.Recipe;
import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.support.Evaluate;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Those of the {@link ReferenceNumbers} that layers give. */
final class ReferenceLayers {
  private static final Tensor TABLE =
      Tensor.matrix(new float[] {1, 2}, new float[] {3, 6}, new float[] {5, 1});

  private final Map<String, Recipe> recipes = new LinkedHashMap<>();

  private ReferenceLayers() {
    convolutions();
    pools();
    recurrent("lstm", "LSTM", Map.of("units", 2, "return_sequences", true));
    recurrent("gru", "GRU", Map.of("units", 2, "return_sequences", true));
    recurrent("gru_ra0", "GRU", Map.of("units", 2, "reset_after", false));
    recurrent("rnn", "SimpleRNN", Map.of("units", 2));
    normalization();
  }

  static Map<String, Recipe> all() {
    return new ReferenceLayers().recipes;
  }

  private void add(String key, String className, Map<String, Object> config, Use use) {
    Supplier<Tensor> compute =
        () -> use.of(LayerRegistry.fromConfig(ReferenceNumbers.form(className, config)));
    recipes.put(key, new Recipe("layer " + className, compute));
  }

  /** What is done with a layer. */
  private interface Use {
    Tensor of(Layer layer);
  }

  /** Calls a layer with weights that are made from the ones it drew. */
  private static Tensor call(
      Layer layer, Call call, Tensor x, boolean[] mask, UnaryOperator<Tensor> weights) {
    layer.buildOn(List.of(x.shape()));
    for (Weight w : layer.weights()) {
      w.set(weights.apply(w.get()));
    }
    Value in = Evaluate.input(x);
    if (mask != null) {
      float[] m = {mask[0] ? 1 : 0, mask[1] ? 1 : 0};
      call.setMask(in, Ops.cast(Ops.constant(Tensor.of(Shape.of(1, 2), m)), DType.BOOL));
    }
    Graph graph = new Graph(List.of(in), layer.trace(call, List.of(in)), call.assignments());
    return Run.of(CpuEngine.shared(), graph, List.of(x)).next().get(0);
  }

  private static Use on(Tensor x, UnaryOperator<Tensor> weights) {
    return layer -> call(layer, Call.inference(), x, null, weights);
  }

  // Images

  private static Tensor image(int extent, float from, float sign) {
    float[] pixels = new float[extent * extent];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = sign * (from + i);
    }
    return Tensor.of(Shape.of(1, extent, extent, 1), pixels);
  }

  private static Tensor counted(Tensor shaped) {
    float[] count = new float[shaped.size()];
    for (int i = 0; i < count.length; i++) {
      count[i] = i;
    }
    return Tensor.of(shaped.shape(), count);
  }

  private void convolutions() {
    convolution("conv_same_s2_4x4", "Conv2D", 3, "same", image(4, 0, 1));
    convolution("conv_same_s2_5x5", "Conv2D", 3, "same", image(5, 0, 1));
    convolution("convT_same_s2_2x2", "Conv2DTranspose", 3, "same", image(2, 1, 1));
    convolution("convT_valid_s2_2x2", "Conv2DTranspose", 3, "valid", image(2, 1, 1));
    convolution("convT_same_k4s2_2x2", "Conv2DTranspose", 4, "same", image(2, 1, 1));
  }

  private void convolution(String key, String className, int kernel, String padding, Tensor x) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("filters", 1);
    config.put("kernel_size", List.of(kernel, kernel));
    config.put("strides", List.of(2, 2));
    config.put("padding", padding);
    config.put("use_bias", false);
    add(key, className, config, on(x, ReferenceLayers::counted));
  }

  private void pools() {
    Function<Integer, Map<String, Object>> same =
        size ->
            Map.of("pool_size", List.of(size, size), "strides", List.of(2, 2), "padding", "same");
    UnaryOperator<Tensor> none = w -> w;
    add("avgpool_same_s2_3x3in", "AveragePooling2D", same.apply(2), on(image(3, 0, 1), none));
    add("maxpool_same_k3s2_4x4", "MaxPooling2D", same.apply(3), on(image(4, 0, -1), none));
    Tensor corner = Tensor.of(Shape.of(1, 2, 2, 1), 0, 1, 4, 5);
    Map<String, Object> twice = Map.of("size", List.of(2, 2), "interpolation", "bilinear");
    add("ups_bilinear", "UpSampling2D", twice, on(corner, none));
    Map<String, Object> three = Map.of("height", 3, "width", 3);
    add("resize_bil_4to3", "Resizing", three, on(image(4, 0, 1), none));
    Map<String, Object> nearest = new LinkedHashMap<>(three);
    nearest.put("interpolation", "nearest");
    add("resize_nearest_4to3", "Resizing", nearest, on(image(4, 0, 1), none));
  }

  // Sequences

  /** Returns numbers from low to high, as {@code numpy.linspace}. */
  private static Tensor line(Shape shape, double low, double high) {
    float[] x = new float[shape.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (low + i * (high - low) / (x.length - 1));
    }
    return Tensor.of(shape, x);
  }

  private void recurrent(String key, String className, Map<String, Object> config) {
    Tensor x = line(Shape.of(1, 2, 3), -1, 1);
    UnaryOperator<Tensor> weights = w -> line(w.shape(), -.5, .5);
    add("rnn_" + key, className, config, on(x, weights));
    add("rnn_" + key + "_shapes", className, config, layer -> shapes(layer, x.shape()));
    boolean[] onlyFirst = {true, false};
    Use masked = layer -> call(layer, Call.inference(), x, onlyFirst, weights);
    add("rnn_" + key + "_masked_last", className, config, masked);
  }

  private static Tensor shapes(Layer layer, Shape x) {
    layer.buildOn(List.of(x));
    int[] extents =
        layer.weights().stream().flatMapToInt(w -> Arrays.stream(w.shape().dims())).toArray();
    return Tensor.ofInts(Shape.of(extents.length), extents);
  }

  // Normalization

  private void normalization() {
    String bn = "BatchNormalization";
    add("bn_train", bn, Map.of(), layer -> call(layer, Call.training(0), TABLE, null, w -> w));
    add("bn_mm", bn, Map.of(), layer -> trained(layer).weights().get(2).get());
    add("bn_mv", bn, Map.of(), layer -> trained(layer).weights().get(3).get());
    add("bn_infer", bn, Map.of(), layer -> on(TABLE, w -> w).of(trained(layer)));
    add("ln", "LayerNormalization", Map.of(), on(TABLE, w -> w));
  }

  private static Layer trained(Layer layer) {
    call(layer, Call.training(0), TABLE, null, w -> w);
    return layer;
  }
}
