// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import io.nyala.activations.Activations;
import io.nyala.layers.Layers;
import io.nyala.layers.attention.AdditiveAttention;
import io.nyala.layers.attention.Attention;
import io.nyala.layers.attention.GroupQueryAttention;
import io.nyala.layers.attention.MultiHeadAttention;
import io.nyala.layers.base.Layer;
import io.nyala.layers.recurrent.GRUCell;
import io.nyala.layers.recurrent.LSTMCell;
import io.nyala.layers.recurrent.SimpleRNNCell;
import io.nyala.layers.recurrent.StackedRNNCells;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A layer of each class that can be read from files, with inputs that it takes. */
final class LayerSamples {
  /** What is no layer between inputs and outputs, or has no form in files. */
  static final Set<String> OTHERS =
      Set.of(
          "InputLayer", // in every model below
          "Sequential", // models have tests of their own
          "Functional",
          "Model",
          "SimpleRNNCell", // inside RNN and StackedRNNCells below
          "LSTMCell",
          "GRUCell",
          "StackedRNNCells",
          "Lambda"); // its function is code, which is never read

  /** One layer, not yet applied, and the inputs to apply it to. */
  record Sample(Layer layer, List<Value> inputs) {}

  private final Map<String, Supplier<Sample>> all = new LinkedHashMap<>();

  private LayerSamples() {
    vectors();
    sequences();
    merging();
    lines();
    sounds();
    pictures();
    volumes();
  }

  /** Returns new samples by class; inputs have random numbers, or whole ones below 7. */
  static Map<String, Supplier<Sample>> all() {
    return new LayerSamples().all;
  }

  private void put(String className, Supplier<Layer> layer, int... shape) {
    all.put(className, () -> new Sample(layer.get(), List.of(Layers.input(shape))));
  }

  private void pair(String className, Supplier<Layer> layer, int... shape) {
    all.put(
        className,
        () -> new Sample(layer.get(), List.of(Layers.input(shape), Layers.input(shape))));
  }

  private void whole(String className, Supplier<Layer> layer) {
    all.put(className, () -> new Sample(layer.get(), List.of(Layers.input(DType.INT32, 5))));
  }

  private void vectors() {
    put("Dense", () -> Layers.dense(4).activation(Activations.TANH), 3);
    put("Identity", Layers::identity, 3);
    put("Activation", () -> Layers.activation("softplus"), 3);
    put("ReLU", Layers::relu, 3);
    put("LeakyReLU", () -> Layers.leakyRelu(0.2), 3);
    put("ThresholdedReLU", () -> Layers.thresholdedRelu(0.2), 3);
    put("ELU", () -> Layers.elu(0.5), 3);
    put("PReLU", Layers::prelu, 3);
    put("Softmax", Layers::softmax, 3);
    put("NoisyDense", () -> Layers.noisyDense(4), 3);
    put("Dropout", () -> Layers.dropout(0.3), 3);
    put("AlphaDropout", () -> Layers.alphaDropout(0.3), 3);
    put("GaussianDropout", () -> Layers.gaussianDropout(0.3), 3);
    put("GaussianNoise", () -> Layers.gaussianNoise(0.3), 3);
    put("ActivityRegularization", () -> Layers.activityRegularization(0.1, 0.2), 3);
    put("Reshape", () -> Layers.reshape(3, 2), 6);
    put("RepeatVector", () -> Layers.repeatVector(3), 4);
    put("LayerNormalization", Layers::layerNormalization, 5);
    put("LayerScale", () -> Layers.layerScale(0.5, 5), 5);
    put("StochasticDepth", () -> Layers.stochasticDepth(0.3), 5);
    put("UnitNormalization", Layers::unitNormalization, 5);
    put("Rescaling", () -> Layers.rescaling(0.5, 1), 3);
    put("Normalization", Layers::normalization, 3);
    put("RMSNormalization", Layers::rmsNormalization, 5);
    put("EinsumDense", () -> Layers.einsumDense("ab,bc->ac", 4), 3);
    put("SpectralNormalization", () -> Layers.spectralNormalization(Layers.dense(4)), 3);
    put("Discretization", () -> Layers.discretization(0.4, 0.7), 3);
    whole("CategoryEncoding", () -> Layers.categoryEncoding(7));
    whole("IntegerLookup", () -> Layers.integerLookup(3, 5));
  }

  private void sequences() {
    whole("Embedding", () -> Layers.embedding(7, 4));
    pair("Attention", Attention::new, 4, 3);
    pair("AdditiveAttention", AdditiveAttention::new, 4, 3);
    pair("MultiHeadAttention", () -> new MultiHeadAttention(2, 3), 4, 6);
    pair("GroupQueryAttention", () -> new GroupQueryAttention(3, 4, 2), 4, 6);
    put("Masking", () -> Layers.masking(0.5), 4, 3);
    put("SimpleRNN", () -> Layers.simpleRNN(4).returnSequences(), 5, 3);
    put("LSTM", () -> Layers.lstm(4), 5, 3);
    put("GRU", () -> Layers.gru(4), 5, 3);
    put(
        "RNN",
        () ->
            Layers.rnn(
                new StackedRNNCells(
                    List.of(new SimpleRNNCell(3), new LSTMCell(4), new GRUCell(2)))),
        5,
        3);
    put("Bidirectional", () -> Layers.bidirectional(Layers.lstm(3)), 5, 2);
    put("TimeDistributed", () -> Layers.timeDistributed(Layers.dense(4)), 5, 3);
  }

  private void merging() {
    pair("Add", Layers::add, 3);
    pair("Subtract", Layers::subtract, 3);
    pair("CustomScaleLayer", () -> Layers.customScaleLayer(0.17), 3);
    pair("Multiply", Layers::multiply, 3);
    pair("Average", Layers::average, 3);
    pair("Maximum", Layers::maximum, 3);
    pair("Minimum", Layers::minimum, 3);
    pair("Concatenate", () -> Layers.concatenate(1), 2, 3);
    pair("Dot", () -> Layers.dot(1), 3);
  }

  private void lines() {
    put("Conv1D", () -> Layers.conv1D(3, 2), 6, 2);
    put("Conv1DTranspose", () -> Layers.conv1DTranspose(3, 2), 6, 2);
    put("DepthwiseConv1D", () -> Layers.depthwiseConv1D(2), 6, 2);
    put("SeparableConv1D", () -> Layers.separableConv1D(3, 2), 6, 2);
    put("MaxPooling1D", Layers::maxPooling1D, 6, 2);
    put("AveragePooling1D", Layers::averagePooling1D, 6, 2);
    put("GlobalMaxPooling1D", Layers::globalMaxPooling1D, 6, 2);
    put("GlobalAveragePooling1D", Layers::globalAveragePooling1D, 6, 2);
    put("ZeroPadding1D", () -> Layers.zeroPadding1D(1), 4, 2);
    put("Cropping1D", () -> Layers.cropping1D(1), 6, 2);
    put("UpSampling1D", () -> Layers.upSampling1D(2), 3, 2);
    put("SpatialDropout1D", () -> Layers.spatialDropout1D(0.3), 4, 2);
    put("Permute", () -> Layers.permute(2, 1), 3, 4);
  }

  private void sounds() {
    put("MelSpectrogram", () -> Layers.melSpectrogram().fftLength(8).sequenceStride(4), 20);
    put("STFTSpectrogram", () -> Layers.stftSpectrogram().frameLength(8), 20, 1);
    put("Pipeline", () -> Layers.pipeline(Layers.dense(3), Layers.dense(2)), 4);
  }

  private void pictures() {
    put("Conv2D", () -> Layers.conv2D(3, 2), 5, 6, 2);
    put("Conv2DTranspose", () -> Layers.conv2DTranspose(3, 2), 4, 5, 2);
    put("DepthwiseConv2D", () -> Layers.depthwiseConv2D(2), 5, 6, 2);
    put("SeparableConv2D", () -> Layers.separableConv2D(3, 2), 5, 6, 2);
    put("MaxPooling2D", Layers::maxPooling2D, 4, 6, 2);
    put("AveragePooling2D", Layers::averagePooling2D, 4, 6, 2);
    put("GlobalMaxPooling2D", Layers::globalMaxPooling2D, 4, 6, 2);
    put("GlobalAveragePooling2D", Layers::globalAveragePooling2D, 4, 6, 2);
    put("ZeroPadding2D", () -> Layers.zeroPadding2D(1), 3, 4, 2);
    put("Cropping2D", () -> Layers.cropping2D(1), 5, 6, 2);
    put("UpSampling2D", () -> Layers.upSampling2D(2), 3, 4, 2);
    put("SpatialDropout2D", () -> Layers.spatialDropout2D(0.3), 3, 4, 2);
    put("Flatten", Layers::flatten, 3, 4, 2);
    put("BatchNormalization", Layers::batchNormalization, 3, 4, 2);
    changed();
    put("GroupNormalization", () -> Layers.groupNormalization(2), 3, 4, 4);
  }

  private void changed() {
    put("Resizing", () -> Layers.resizing(4, 5), 6, 8, 3);
    put("CenterCrop", () -> Layers.centerCrop(4, 4), 6, 8, 3);
    put("RandomFlip", Layers::randomFlip, 6, 8, 3);
    put("RandomRotation", () -> Layers.randomRotation(0.1), 6, 8, 3);
    put("RandomTranslation", () -> Layers.randomTranslation(0.1, 0.2), 6, 8, 3);
    put("RandomZoom", () -> Layers.randomZoom(0.1), 6, 8, 3);
    put("RandomShear", () -> Layers.randomShear(0.1, 0.1), 6, 8, 3);
    put("RandomCrop", () -> Layers.randomCrop(4, 4), 6, 8, 3);
    put("RandomContrast", () -> Layers.randomContrast(0.1), 6, 8, 3);
    put("RandomBrightness", () -> Layers.randomBrightness(0.1), 6, 8, 3);
    put("RandomSaturation", () -> Layers.randomSaturation(0.4, 0.6), 6, 8, 3);
    put("RandomGrayscale", () -> Layers.randomGrayscale(0.5), 6, 8, 3);
    coloured();
  }

  private void coloured() {
    put("RandomHue", () -> Layers.randomHue(0.2), 6, 8, 3);
    put("RandomColorDegeneration", () -> Layers.randomColorDegeneration(0, 0.5), 6, 8, 3);
    put("RandomColorJitter", () -> Layers.randomColorJitter().hue(0, 0.1), 6, 8, 3);
    put("RandomSharpness", () -> Layers.randomSharpness(0.2, 0.8), 6, 8, 3);
    put("RandomInvert", () -> Layers.randomInvert(0.5), 6, 8, 3);
    put("RandomPosterization", () -> Layers.randomPosterization(5), 6, 8, 3);
    put("RandomGaussianBlur", () -> Layers.randomGaussianBlur(0.5), 6, 8, 3);
    put("RandomErasing", () -> Layers.randomErasing(0.5), 6, 8, 3);
    put("RandomPerspective", () -> Layers.randomPerspective(0.5), 6, 8, 3);
    put("Solarization", () -> Layers.solarization(0.2, 0.6), 6, 8, 3);
    put("AutoContrast", Layers::autoContrast, 6, 8, 3);
    put("Equalization", Layers::equalization, 6, 8, 3);
    put("MixUp", () -> Layers.mixUp(0.2), 6, 8, 3);
    put("CutMix", () -> Layers.cutMix(0.5), 6, 8, 3);
    put("RandAugment", Layers::randAugment, 6, 8, 3);
    put("AugMix", () -> Layers.augMix().chains(2, 1), 6, 8, 3);
  }

  private void adapted() {
    put("AdaptiveMaxPooling1D", () -> Layers.adaptiveMaxPooling1D(3), 7, 2);
    put("AdaptiveAveragePooling1D", () -> Layers.adaptiveAveragePooling1D(3), 7, 2);
    put("AdaptiveMaxPooling2D", () -> Layers.adaptiveMaxPooling2D(2), 5, 3, 2);
    put("AdaptiveAveragePooling2D", () -> Layers.adaptiveAveragePooling2D(2), 5, 3, 2);
    put("AdaptiveMaxPooling3D", () -> Layers.adaptiveMaxPooling3D(2), 3, 4, 5, 2);
    put("AdaptiveAveragePooling3D", () -> Layers.adaptiveAveragePooling3D(2), 3, 4, 5, 2);
    put("LocallyConnected1D", () -> Layers.locallyConnected1D(3, 2), 5, 2);
    put("LocallyConnected2D", () -> Layers.locallyConnected2D(3, 2), 4, 5, 2);
    put("ConvLSTM1D", () -> Layers.convLstm1D(3, 2), 3, 5, 2);
    put("ConvLSTM2D", () -> Layers.convLstm2D(3, 2), 3, 4, 5, 2);
    put("ConvLSTM3D", () -> Layers.convLstm3D(2, 2), 2, 3, 4, 3, 2);
  }

  private void volumes() {
    adapted();
    put("Conv3D", () -> Layers.conv3D(3, 2), 3, 4, 5, 2);
    put("Conv3DTranspose", () -> Layers.conv3DTranspose(2, 2), 3, 3, 4, 2);
    put("MaxPooling3D", Layers::maxPooling3D, 4, 4, 6, 2);
    put("AveragePooling3D", Layers::averagePooling3D, 4, 4, 6, 2);
    put("GlobalMaxPooling3D", Layers::globalMaxPooling3D, 3, 4, 4, 2);
    put("GlobalAveragePooling3D", Layers::globalAveragePooling3D, 3, 4, 4, 2);
    put("ZeroPadding3D", () -> Layers.zeroPadding3D(1), 2, 3, 4, 2);
    put("Cropping3D", () -> Layers.cropping3D(1), 4, 5, 6, 2);
    put("UpSampling3D", () -> Layers.upSampling3D(2), 2, 3, 2, 2);
    put("SpatialDropout3D", () -> Layers.spatialDropout3D(0.3), 2, 3, 2, 2);
  }
}
