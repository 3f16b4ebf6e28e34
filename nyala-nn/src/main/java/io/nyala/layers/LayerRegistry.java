// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.regularizers.Regularizers;
import io.nyala.settings.Registry;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Layers from and to the form in which Keras writes them. Open: users register their own. */
public final class LayerRegistry {
  private static final Registry<Layer> REGISTRY = new Registry<>("layer");

  static {
    register("InputLayer", InputLayer::from);
    register("Dense", Dense::from);
    register("Embedding", Embedding::from);
    register("Masking", Masking::from);
    register("EinsumDense", EinsumDense::from);
    register("Attention", Attention::from);
    register("AdditiveAttention", AdditiveAttention::from);
    register("MultiHeadAttention", MultiHeadAttention::from);
    register("GroupQueryAttention", GroupQueryAttention::from);
    register("RMSNormalization", RMSNormalization::from);
    register("SpectralNormalization", SpectralNormalization::from);
    register("SimpleRNN", SimpleRNN::from);
    register("LSTM", LSTM::from);
    register("GRU", GRU::from);
    register("RNN", RNN::from);
    register("Bidirectional", Bidirectional::from);
    register("TimeDistributed", TimeDistributed::from);
    register("StackedRNNCells", StackedRNNCells::from);
    register("SimpleRNNCell", SimpleRNNCell::from);
    register("LSTMCell", LSTMCell::from);
    register("GRUCell", GRUCell::from);
    register("Lambda", Lambda::from);
    register("Identity", s -> new Identity());
    register("Activation", Activation::from);
    register("ReLU", ReLU::from);
    register("LeakyReLU", LeakyReLU::from);
    register("ThresholdedReLU", ThresholdedReLU::from);
    register("ELU", ELU::from);
    register("PReLU", PReLU::from);
    register("Softmax", Softmax::from);
    register("Dropout", Dropout::from);
    register("SpatialDropout1D", SpatialDropout1D::from);
    register("SpatialDropout2D", SpatialDropout2D::from);
    register("SpatialDropout3D", SpatialDropout3D::from);
    register("AlphaDropout", AlphaDropout::from);
    register("GaussianDropout", GaussianDropout::from);
    register("GaussianNoise", GaussianNoise::from);
    register("ActivityRegularization", ActivityRegularization::from);
    register("Flatten", Flatten::from);
    register("Reshape", Reshape::from);
    register("Permute", Permute::from);
    register("RepeatVector", RepeatVector::from);
    register("BatchNormalization", BatchNormalization::from);
    register("LayerNormalization", LayerNormalization::from);
    register("GroupNormalization", GroupNormalization::from);
    register("UnitNormalization", UnitNormalization::from);
    register("Add", s -> new Add().readMasks(s));
    register("Subtract", s -> new Subtract().readMasks(s));
    register("Multiply", s -> new Multiply().readMasks(s));
    register("Average", s -> new Average().readMasks(s));
    register("Maximum", s -> new Maximum().readMasks(s));
    register("Minimum", s -> new Minimum().readMasks(s));
    register("Concatenate", Concatenate::from);
    register("Dot", Dot::from);
    register("Conv1D", Conv1D::from);
    register("Conv2D", Conv2D::from);
    register("Conv3D", Conv3D::from);
    register("Conv1DTranspose", Conv1DTranspose::from);
    register("Conv2DTranspose", Conv2DTranspose::from);
    register("Conv3DTranspose", Conv3DTranspose::from);
    register("DepthwiseConv1D", DepthwiseConv1D::from);
    register("DepthwiseConv2D", DepthwiseConv2D::from);
    register("SeparableConv1D", SeparableConv1D::from);
    register("SeparableConv2D", SeparableConv2D::from);
    register("MaxPooling1D", MaxPooling1D::from);
    register("AveragePooling1D", AveragePooling1D::from);
    register("GlobalMaxPooling1D", GlobalMaxPooling1D::from);
    register("GlobalAveragePooling1D", GlobalAveragePooling1D::from);
    register("MaxPooling2D", MaxPooling2D::from);
    register("AveragePooling2D", AveragePooling2D::from);
    register("GlobalMaxPooling2D", GlobalMaxPooling2D::from);
    register("GlobalAveragePooling2D", GlobalAveragePooling2D::from);
    register("MaxPooling3D", MaxPooling3D::from);
    register("AveragePooling3D", AveragePooling3D::from);
    register("GlobalMaxPooling3D", GlobalMaxPooling3D::from);
    register("GlobalAveragePooling3D", GlobalAveragePooling3D::from);
    register("ZeroPadding1D", ZeroPadding1D::from);
    register("ZeroPadding2D", ZeroPadding2D::from);
    register("ZeroPadding3D", ZeroPadding3D::from);
    register("Cropping1D", Cropping1D::from);
    register("Cropping2D", Cropping2D::from);
    register("Cropping3D", Cropping3D::from);
    register("UpSampling1D", UpSampling1D::from);
    register("UpSampling2D", UpSampling2D::from);
    register("UpSampling3D", UpSampling3D::from);
    register("Rescaling", Rescaling::from);
    register("Resizing", Resizing::from);
    register("CenterCrop", CenterCrop::from);
    register("RandomFlip", RandomFlip::from);
    register("RandomRotation", RandomRotation::from);
    register("RandomTranslation", RandomTranslation::from);
    register("RandomZoom", RandomZoom::from);
    register("RandomShear", RandomShear::from);
    register("RandomCrop", RandomCrop::from);
    register("RandomContrast", RandomContrast::from);
    register("RandomBrightness", RandomBrightness::from);
    register("RandomSaturation", RandomSaturation::from);
    register("RandomGrayscale", RandomGrayscale::from);
    register("Normalization", Normalization::from);
    register("CategoryEncoding", CategoryEncoding::from);
    register("Discretization", Discretization::from);
    register("IntegerLookup", IntegerLookup::from);
  }

  private LayerRegistry() {}

  /**
   * Makes a class of layers readable from files. Name, trainable flag and activity regularizer are
   * set for you.
   *
   * @param className as {@link Layer#className()} gives it
   * @param reader makes an unbuilt layer from the settings that {@link Layer#config()} wrote
   */
  public static void register(String className, Function<Settings, ? extends Layer> reader) {
    Require.given("LayerRegistry", "reader", reader);
    REGISTRY.add(s -> withCommonSettings(reader.apply(s), s), className);
  }

  /** Tells whether layers of this class can be read. */
  public static boolean knows(String className) {
    return REGISTRY.has(className);
  }

  /** Returns the names of all classes that can be read, in order. */
  public static Set<String> names() {
    return REGISTRY.names();
  }

  /**
   * Makes a layer, not built, from Keras's form {@code {class_name, config}}. Unknown settings are
   * ignored.
   *
   * @throws IllegalArgumentException if the class is unknown or a setting is wrong
   */
  public static Layer fromConfig(Map<String, ?> form) {
    Require.given("LayerRegistry", "form", form);
    return SharedLayers.read(form, () -> REGISTRY.read(form));
  }

  /** Makes the layer that stands in the settings of another one. */
  static Layer inner(Object form) {
    if (form instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // objects of JSON have strings for keys
      Map<String, ?> strings = (Map<String, ?>) map;
      Layer layer = fromConfig(strings);
      if (map.get("build_config") instanceof Map<?, ?> build
          && build.get("input_shape") instanceof List<?> shape
          && shape.stream().allMatch(d -> d == null || d instanceof Number)) {
        int[] dims =
            shape.stream()
                .mapToInt(d -> d == null ? Shape.UNKNOWN : ((Number) d).intValue())
                .toArray();
        layer.buildOn(List.of(Shape.of(dims)));
      }
      return layer;
    }
    throw new IllegalArgumentException("expected the form of a layer, got " + form);
  }

  /** Returns Keras's form of a layer, with the input shape on which it was built. */
  public static Map<String, Object> toConfig(Layer layer) {
    Map<String, Object> form = Require.given("LayerRegistry", "layer", layer).form();
    SharedLayers.mark(layer, form);
    return form;
  }

  /** Returns the extents with null for an unknown one. */
  static List<Integer> shapeForm(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int d : shape.dims()) {
      dims.add(d == Shape.UNKNOWN ? null : d);
    }
    return dims;
  }

  private static Layer withCommonSettings(Layer layer, Settings s) {
    if (s.has("name")) {
      layer.named(s.getString("name", null));
    }
    if (!s.getBoolean("trainable", true)) {
      layer.trainable(false);
    }
    if (s.has("activity_regularizer")) {
      layer.activityRegularizer(Regularizers.fromConfig(s.get("activity_regularizer")));
    }
    return layer;
  }
}
