// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import static io.nyala.initializers.Initializers.heNormal;
import static io.nyala.regularizers.Regularizers.l1;
import static io.nyala.regularizers.Regularizers.l2;

import io.nyala.activations.Activations;
import io.nyala.constraints.Constraints;
import io.nyala.images.AspectRatio;
import io.nyala.images.FillMode;
import io.nyala.images.Interpolation;
import io.nyala.layers.activation.Activation;
import io.nyala.layers.activation.ELU;
import io.nyala.layers.activation.LeakyReLU;
import io.nyala.layers.activation.PReLU;
import io.nyala.layers.activation.ReLU;
import io.nyala.layers.activation.Softmax;
import io.nyala.layers.activation.ThresholdedReLU;
import io.nyala.layers.applications.CustomScaleLayer;
import io.nyala.layers.applications.LayerScale;
import io.nyala.layers.applications.StochasticDepth;
import io.nyala.layers.attention.AdditiveAttention;
import io.nyala.layers.attention.Attention;
import io.nyala.layers.attention.GroupQueryAttention;
import io.nyala.layers.attention.MultiHeadAttention;
import io.nyala.layers.augmentation.AugMix;
import io.nyala.layers.augmentation.AutoContrast;
import io.nyala.layers.augmentation.CutMix;
import io.nyala.layers.augmentation.Equalization;
import io.nyala.layers.augmentation.MixUp;
import io.nyala.layers.augmentation.RandAugment;
import io.nyala.layers.augmentation.RandomBrightness;
import io.nyala.layers.augmentation.RandomColorDegeneration;
import io.nyala.layers.augmentation.RandomColorJitter;
import io.nyala.layers.augmentation.RandomContrast;
import io.nyala.layers.augmentation.RandomCrop;
import io.nyala.layers.augmentation.RandomErasing;
import io.nyala.layers.augmentation.RandomFlip;
import io.nyala.layers.augmentation.RandomGaussianBlur;
import io.nyala.layers.augmentation.RandomGrayscale;
import io.nyala.layers.augmentation.RandomHue;
import io.nyala.layers.augmentation.RandomInvert;
import io.nyala.layers.augmentation.RandomPerspective;
import io.nyala.layers.augmentation.RandomPosterization;
import io.nyala.layers.augmentation.RandomRotation;
import io.nyala.layers.augmentation.RandomSaturation;
import io.nyala.layers.augmentation.RandomSharpness;
import io.nyala.layers.augmentation.RandomShear;
import io.nyala.layers.augmentation.RandomTranslation;
import io.nyala.layers.augmentation.RandomZoom;
import io.nyala.layers.augmentation.Solarization;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Padding;
import io.nyala.layers.convolutional.Conv1D;
import io.nyala.layers.convolutional.Conv1DTranspose;
import io.nyala.layers.convolutional.Conv2D;
import io.nyala.layers.convolutional.Conv2DTranspose;
import io.nyala.layers.convolutional.Conv3D;
import io.nyala.layers.convolutional.Conv3DTranspose;
import io.nyala.layers.convolutional.DepthwiseConv1D;
import io.nyala.layers.convolutional.DepthwiseConv2D;
import io.nyala.layers.convolutional.LocallyConnected1D;
import io.nyala.layers.convolutional.LocallyConnected2D;
import io.nyala.layers.convolutional.SeparableConv1D;
import io.nyala.layers.convolutional.SeparableConv2D;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.EinsumDense;
import io.nyala.layers.core.Embedding;
import io.nyala.layers.core.Identity;
import io.nyala.layers.core.Lambda;
import io.nyala.layers.core.Masking;
import io.nyala.layers.core.NoisyDense;
import io.nyala.layers.merging.Add;
import io.nyala.layers.merging.Average;
import io.nyala.layers.merging.Concatenate;
import io.nyala.layers.merging.Dot;
import io.nyala.layers.merging.Maximum;
import io.nyala.layers.merging.Minimum;
import io.nyala.layers.merging.Multiply;
import io.nyala.layers.merging.Subtract;
import io.nyala.layers.normalization.BatchNormalization;
import io.nyala.layers.normalization.GroupNormalization;
import io.nyala.layers.normalization.LayerNormalization;
import io.nyala.layers.normalization.RMSNormalization;
import io.nyala.layers.normalization.SpectralNormalization;
import io.nyala.layers.normalization.UnitNormalization;
import io.nyala.layers.pooling.AdaptiveAveragePooling1D;
import io.nyala.layers.pooling.AdaptiveAveragePooling2D;
import io.nyala.layers.pooling.AdaptiveAveragePooling3D;
import io.nyala.layers.pooling.AdaptiveMaxPooling1D;
import io.nyala.layers.pooling.AdaptiveMaxPooling2D;
import io.nyala.layers.pooling.AdaptiveMaxPooling3D;
import io.nyala.layers.pooling.AveragePooling1D;
import io.nyala.layers.pooling.AveragePooling2D;
import io.nyala.layers.pooling.AveragePooling3D;
import io.nyala.layers.pooling.GlobalAveragePooling1D;
import io.nyala.layers.pooling.GlobalAveragePooling2D;
import io.nyala.layers.pooling.GlobalAveragePooling3D;
import io.nyala.layers.pooling.GlobalMaxPooling1D;
import io.nyala.layers.pooling.GlobalMaxPooling2D;
import io.nyala.layers.pooling.GlobalMaxPooling3D;
import io.nyala.layers.pooling.MaxPooling1D;
import io.nyala.layers.pooling.MaxPooling2D;
import io.nyala.layers.pooling.MaxPooling3D;
import io.nyala.layers.preprocessing.CategoryEncoding;
import io.nyala.layers.preprocessing.CategoryOutput;
import io.nyala.layers.preprocessing.CenterCrop;
import io.nyala.layers.preprocessing.Discretization;
import io.nyala.layers.preprocessing.IntegerLookup;
import io.nyala.layers.preprocessing.Normalization;
import io.nyala.layers.preprocessing.Rescaling;
import io.nyala.layers.preprocessing.Resizing;
import io.nyala.layers.recurrent.Bidirectional;
import io.nyala.layers.recurrent.GRU;
import io.nyala.layers.recurrent.GRUCell;
import io.nyala.layers.recurrent.LSTM;
import io.nyala.layers.recurrent.LSTMCell;
import io.nyala.layers.recurrent.RNN;
import io.nyala.layers.recurrent.SimpleRNN;
import io.nyala.layers.recurrent.SimpleRNNCell;
import io.nyala.layers.recurrent.StackedRNNCells;
import io.nyala.layers.recurrent.TimeDistributed;
import io.nyala.layers.regularization.ActivityRegularization;
import io.nyala.layers.regularization.AlphaDropout;
import io.nyala.layers.regularization.Dropout;
import io.nyala.layers.regularization.GaussianDropout;
import io.nyala.layers.regularization.GaussianNoise;
import io.nyala.layers.regularization.SpatialDropout1D;
import io.nyala.layers.regularization.SpatialDropout2D;
import io.nyala.layers.regularization.SpatialDropout3D;
import io.nyala.layers.reshaping.Cropping1D;
import io.nyala.layers.reshaping.Cropping2D;
import io.nyala.layers.reshaping.Cropping3D;
import io.nyala.layers.reshaping.Flatten;
import io.nyala.layers.reshaping.Permute;
import io.nyala.layers.reshaping.RepeatVector;
import io.nyala.layers.reshaping.Reshape;
import io.nyala.layers.reshaping.UpSampling1D;
import io.nyala.layers.reshaping.UpSampling2D;
import io.nyala.layers.reshaping.UpSampling3D;
import io.nyala.layers.reshaping.ZeroPadding1D;
import io.nyala.layers.reshaping.ZeroPadding2D;
import io.nyala.layers.reshaping.ZeroPadding3D;
import io.nyala.layers.testing.LayerContract;
import io.nyala.ops.Ops;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer, in several settings, against what all layers owe their users. */
class LayersContractTest {
  private static final Shape VECTOR = Shape.of(4);
  private static final Shape SERIES = Shape.of(3, 4);
  private static final Shape IMAGE = Shape.of(2, 3, 4);
  private static final Shape COLOURS = Shape.of(2, 3, 3);

  static Stream<LayerContract> core() {
    return Stream.of(
        of(() -> new Dense(3), VECTOR).outputs(Shape.of(3)).weights(2, 0),
        of(() -> new Dense(3).activation("tanh"), SERIES).outputs(Shape.of(3, 3)).weights(2, 0),
        of(() -> new NoisyDense(3, 0.5), VECTOR)
            .outputs(Shape.of(3))
            .weights(4, 0)
            .drawsInTraining(),
        of(() -> new NoisyDense(3, 0.1).activation(Activations.TANH), SERIES).drawsInTraining(),
        of(() -> new Dense(3).activation("softmax").useBias(false), IMAGE)
            .outputs(Shape.of(2, 3, 3))
            .weights(1, 0),
        of(
                () ->
                    new Dense(2)
                        .named("all_options")
                        .activation(Activations.leakyRelu(0.1))
                        .kernelInitializer(heNormal().withSeed(3))
                        .kernelRegularizer(l2(0.1))
                        .biasRegularizer(l1(0.2))
                        .activityRegularizer(l2())
                        .kernelConstraint(Constraints.maxNorm(2))
                        .biasConstraint(Constraints.nonNeg()),
                VECTOR)
            .weights(2, 0),
        of(() -> new Embedding(7, 3))
            .intInput(Shape.of(5), 7)
            .outputs(Shape.of(5, 3))
            .weights(1, 0),
        of(() -> new Embedding(7, 3).maskZero(true))
            .intInput(Shape.of(), 7)
            .outputs(Shape.of(3))
            .weights(1, 0),
        of(() -> new EinsumDense("abc,cde->abde", -1, 2, 3).biasAxes("de"), SERIES)
            .outputs(Shape.of(3, 2, 3))
            .weights(2, 0),
        of(() -> new EinsumDense("ab...,bc->ac...", 2).activation(Activations.TANH), SERIES)
            .outputs(Shape.of(2, 4))
            .weights(1, 0),
        of(() -> new EinsumDense("abc,cbd->adc", 5, 4).biasAxes("d"), SERIES)
            .outputs(Shape.of(5, 4)),
        of(() -> new Masking(0), SERIES).outputs(SERIES).weights(0, 0),
        of(() -> new Identity(), IMAGE).outputs(IMAGE),
        of(() -> Layers.lambda(Ops::square), SERIES).outputs(SERIES).notReadable(),
        of(() -> Lambda.register("first", in -> in.get(0)), SERIES, VECTOR).outputs(SERIES));
  }

  static Stream<LayerContract> activations() {
    return Stream.of(
        of(() -> new Activation(Activations.GELU), SERIES).outputs(SERIES).weights(0, 0),
        of(() -> new ReLU(), SERIES).outputs(SERIES),
        of(() -> new ReLU().maxValue(1).negativeSlope(0.1).threshold(0.25), SERIES).outputs(SERIES),
        of(() -> new LeakyReLU(0.3), SERIES).outputs(SERIES),
        of(() -> new ThresholdedReLU(0.25), SERIES).outputs(SERIES),
        of(() -> new ELU(0.7), SERIES).outputs(SERIES),
        of(() -> new PReLU(), SERIES).outputs(SERIES).weights(1, 0),
        of(() -> new PReLU().sharedAxes(1, 2), IMAGE).outputs(IMAGE).weights(1, 0),
        of(() -> new Softmax(), SERIES).outputs(SERIES),
        of(() -> new Softmax(1, 2), SERIES).outputs(SERIES));
  }

  static Stream<LayerContract> regularization() {
    return Stream.of(
        of(() -> new Dropout(0.4), SERIES).outputs(SERIES).drawsInTraining(),
        of(() -> new Dropout(0.4).noiseShape(-1, 1, -1).seed(5), SERIES)
            .outputs(SERIES)
            .drawsInTraining(),
        of(() -> new Dropout(0), SERIES).outputs(SERIES),
        of(() -> new SpatialDropout1D(0.4), SERIES).outputs(SERIES).drawsInTraining(),
        of(() -> new SpatialDropout2D(0.4), IMAGE).outputs(IMAGE).drawsInTraining(),
        of(() -> new SpatialDropout2D(0.4).channelsFirst(), IMAGE).drawsInTraining(),
        of(() -> new SpatialDropout3D(0.4), Shape.of(1, 2, 2, 3))
            .outputs(Shape.of(1, 2, 2, 3))
            .drawsInTraining(),
        of(() -> new GaussianNoise(0.3), SERIES).outputs(SERIES).drawsInTraining(),
        of(() -> new GaussianDropout(0.3), SERIES).outputs(SERIES).drawsInTraining(),
        of(() -> new AlphaDropout(0.3), SERIES).outputs(SERIES).drawsInTraining(),
        of(() -> new ActivityRegularization(0.1, 0.2), SERIES).outputs(SERIES));
  }

  static Stream<LayerContract> shapes() {
    return Stream.of(
        of(() -> new Flatten(), IMAGE).outputs(Shape.of(24)).weights(0, 0),
        of(() -> new Flatten().channelsFirst(), IMAGE).outputs(Shape.of(24)),
        of(() -> new Flatten(), Shape.scalar()).outputs(Shape.of(1)),
        of(() -> new Reshape(6, 4), IMAGE).outputs(Shape.of(6, 4)),
        of(() -> new Reshape(-1, 8), IMAGE).outputs(Shape.of(3, 8)),
        of(() -> new Permute(3, 1, 2), IMAGE).outputs(Shape.of(4, 2, 3)),
        of(() -> new RepeatVector(5), VECTOR).outputs(Shape.of(5, 4)));
  }

  static Stream<LayerContract> normalization() {
    return Stream.of(
        of(() -> new BatchNormalization(), SERIES).outputs(SERIES).weights(2, 2),
        of(() -> new BatchNormalization().axis(1).momentum(0.5), IMAGE).outputs(IMAGE),
        of(() -> new BatchNormalization().center(false).scale(false), VECTOR).weights(0, 2),
        of(() -> new BatchNormalization().trainable(false), VECTOR).weights(2, 2),
        of(() -> new LayerNormalization(), SERIES).outputs(SERIES).weights(2, 0),
        of(() -> new LayerNormalization().axis(1, 2).epsilon(1e-5), IMAGE).outputs(IMAGE),
        of(() -> new LayerNormalization().axis(-2).center(false), SERIES).weights(1, 0),
        of(() -> new GroupNormalization(2), IMAGE).outputs(IMAGE).weights(2, 0),
        of(() -> new GroupNormalization(-1).axis(1), IMAGE).outputs(IMAGE).weights(2, 0),
        of(() -> new RMSNormalization(), SERIES).outputs(SERIES).weights(1, 0),
        of(() -> new RMSNormalization(1, 3).epsilon(0.1), IMAGE).outputs(IMAGE).weights(1, 0),
        of(() -> new SpectralNormalization(new Dense(3)), SERIES)
            .outputs(Shape.of(3, 3))
            .weights(2, 1)
            // The kernel's gradient is that of the divided kernel, as in Keras.
            .notDifferentiable(),
        of(() -> new UnitNormalization(), SERIES).outputs(SERIES),
        of(() -> new UnitNormalization(1, 2), SERIES).outputs(SERIES));
  }

  static Stream<LayerContract> merging() {
    return Stream.of(
        of(() -> new Add(), SERIES, SERIES, SERIES).outputs(SERIES).weights(0, 0),
        of(() -> new Add(), SERIES, VECTOR).outputs(SERIES),
        of(() -> new Subtract(), SERIES, SERIES).outputs(SERIES),
        of(() -> new Multiply(), SERIES, Shape.of(1, 4)).outputs(SERIES),
        of(() -> new Average(), SERIES, SERIES, SERIES).outputs(SERIES),
        of(() -> new Maximum(), SERIES, SERIES, SERIES).outputs(SERIES),
        of(() -> new Minimum(), SERIES, Shape.of(3, 1)).outputs(SERIES),
        of(() -> new Concatenate(-1), SERIES, Shape.of(3, 2)).outputs(Shape.of(3, 6)),
        of(() -> new Concatenate(1), SERIES, Shape.of(5, 4)).outputs(Shape.of(8, 4)),
        of(() -> new Dot(1), VECTOR, VECTOR).outputs(Shape.of(1)),
        of(() -> new Dot(1).normalize(true), VECTOR, VECTOR).outputs(Shape.of(1)),
        of(() -> new Dot(2, 1), SERIES, Shape.of(4, 5)).outputs(Shape.of(3, 5)),
        of(() -> new Dot(-1), SERIES, VECTOR).outputs(Shape.of(3)),
        of(() -> new Dot(3), IMAGE, SERIES.with(0, 5).insert(0, 2)).outputs(Shape.of(2, 3, 2, 5)));
  }

  static Stream<LayerContract> applications() {
    return Stream.of(
        of(() -> new LayerScale(0.5, 4), IMAGE).outputs(IMAGE).weights(1, 0),
        of(() -> new LayerScale(1e-6, 4), VECTOR).outputs(VECTOR).weights(1, 0),
        of(() -> new StochasticDepth(0.4), IMAGE).outputs(IMAGE).weights(0, 0).drawsInTraining(),
        of(() -> new StochasticDepth(0.4), VECTOR).outputs(VECTOR).drawsInTraining(),
        of(() -> new StochasticDepth(0), SERIES).outputs(SERIES),
        of(() -> new CustomScaleLayer(0.17), IMAGE, IMAGE).outputs(IMAGE).weights(0, 0));
  }

  static Stream<LayerContract> attention() {
    Shape from = Shape.of(2, 4);
    return Stream.of(
        of(() -> new Attention(), SERIES, from).outputs(SERIES).weights(0, 0),
        of(() -> new Attention().useScale(true), SERIES, SERIES, SERIES).weights(1, 0),
        // Keras keeps this option with the call, not with the layer's settings.
        of(() -> new Attention().useCausalMask(true), SERIES, SERIES).notReadable(),
        of(() -> new Attention().scoreMode(Attention.ScoreMode.CONCAT), SERIES, from).weights(1, 0),
        of(() -> new AdditiveAttention(), SERIES, Shape.of(2, 5), from)
            .outputs(Shape.of(3, 5))
            .weights(1, 0),
        of(() -> new AdditiveAttention().dropout(0.3).useScale(false), SERIES, from)
            .weights(0, 0)
            .drawsInTraining(),
        of(() -> new MultiHeadAttention(2, 3), SERIES, from).outputs(SERIES).weights(8, 0),
        of(
                () -> new MultiHeadAttention(2, 3).valueDim(2).useGate(true).outputShape(5),
                SERIES,
                from)
            .outputs(Shape.of(3, 5))
            .weights(10, 0),
        of(() -> new MultiHeadAttention(2, 3).attentionAxes(2).useBias(false), IMAGE, IMAGE)
            .outputs(IMAGE)
            .weights(4, 0),
        of(() -> new MultiHeadAttention(2, 3).dropout(0.2), SERIES, from).drawsInTraining(),
        of(() -> new MultiHeadAttention(2, 3).slidingWindow(2), SERIES, SERIES, SERIES)
            .outputs(SERIES),
        of(() -> new MultiHeadAttention(1, 2), IMAGE, IMAGE).outputs(IMAGE),
        of(() -> new GroupQueryAttention(3, 4, 2).useGate(true), SERIES, from)
            .outputs(SERIES)
            .weights(10, 0));
  }

  static Stream<LayerContract> categories() {
    return Stream.of(
        of(() -> new CategoryEncoding(6)).intInput(Shape.of(4), 6).outputs(Shape.of(6)),
        of(() -> new CategoryEncoding(6).outputMode(CategoryOutput.ONE_HOT))
            .intInput(Shape.of(1), 6)
            .outputs(Shape.of(6)),
        of(() -> new Discretization(-0.5, 0, 1), SERIES).outputs(SERIES).notDifferentiable(),
        of(() -> new IntegerLookup(2, 3, 5).maskToken(0).numOovIndices(2))
            .intInput(Shape.of(4), 9)
            .outputs(Shape.of(4))
            .notDifferentiable());
  }

  static Stream<LayerContract> sequences() {
    Shape state = Shape.of(2);
    return Stream.of(
        of(() -> new SimpleRNN(2), SERIES).outputs(state).weights(3, 0),
        of(() -> new SimpleRNN(2).activation(Activations.RELU).useBias(false), SERIES)
            .weights(2, 0),
        of(() -> new LSTM(2).returnSequences(), SERIES).outputs(Shape.of(3, 2)).weights(3, 0),
        of(() -> new LSTM(2), SERIES, state, state).outputs(state),
        of(() -> new LSTM(2).goBackwards(true).returnState(), SERIES).outputs(state),
        of(() -> new LSTM(2).dropout(0.3), SERIES).outputs(state).drawsInTraining(),
        of(() -> new LSTM(2).recurrentDropout(0.3), SERIES).outputs(state).drawsInTraining(),
        of(() -> new GRU(2).dropout(0.2).recurrentDropout(0.3), SERIES).drawsInTraining(),
        of(() -> new GRU(2).resetAfter(false), SERIES).outputs(state).weights(3, 0),
        of(() -> new GRU(2).recurrentActivation(Activations.HARD_SIGMOID), SERIES).outputs(state),
        of(() -> new LSTMCell(2), VECTOR, state, state).outputs(state).weights(3, 0),
        of(() -> new RNN(new GRUCell(2)).returnSequences(), SERIES).outputs(Shape.of(3, 2)),
        of(
                () ->
                    new RNN(
                        new StackedRNNCells(
                            List.of(new LSTMCell(3).dropout(0.2), new SimpleRNNCell(2)))),
                SERIES)
            .outputs(state)
            .weights(6, 0)
            .drawsInTraining(),
        of(() -> new Bidirectional(new GRU(2).returnSequences()), SERIES)
            .outputs(Shape.of(3, 4))
            .weights(6, 0),
        of(() -> new Bidirectional(new LSTM(2)).mergeMode(Bidirectional.MergeMode.MUL), SERIES)
            .outputs(state),
        of(() -> new TimeDistributed(new Dense(5)), IMAGE)
            .outputs(Shape.of(2, 3, 5))
            .weights(2, 0));
  }

  static Stream<LayerContract> convolutions() {
    return Stream.of(
        of(() -> new Conv1D(3, 2).strides(2).padding(Padding.SAME), Shape.of(5, 2))
            .outputs(Shape.of(3, 3))
            .weights(2, 0),
        of(() -> new Conv1D(2, 3).padding("causal").dilationRate(2), Shape.of(4, 2))
            .outputs(Shape.of(4, 2)),
        of(() -> new Conv2D(2, 3).padding("same").activation("tanh"), IMAGE)
            .outputs(Shape.of(2, 3, 2))
            .weights(2, 0),
        of(() -> new Conv2D(8, 2).groups(4).activation("tanh"), IMAGE)
            .outputs(Shape.of(1, 2, 8))
            .weights(2, 0),
        of(() -> new Conv2D(4, 2, 1).groups(2).useBias(false).channelsFirst(), Shape.of(4, 3, 2))
            .outputs(Shape.of(4, 2, 2))
            .weights(1, 0),
        of(() -> new Conv2D(2, 1).activation("softmax"), IMAGE).outputs(Shape.of(2, 3, 2)),
        of(
                () ->
                    new Conv2D(2, 2)
                        .kernelInitializer("he_normal")
                        .kernelRegularizer(l2(0.1))
                        .kernelConstraint(Constraints.nonNeg())
                        .biasInitializer("ones")
                        .biasRegularizer(l1(0.2))
                        .biasConstraint(Constraints.maxNorm(2)),
                Shape.of(3, 2, 1))
            .weights(2, 0),
        of(() -> new Conv3D(2, 2), Shape.of(2, 3, 2, 1)).outputs(Shape.of(1, 2, 1, 2)),
        of(() -> new Conv1DTranspose(2, 3).strides(2).outputPadding(1), Shape.of(2, 2))
            .outputs(Shape.of(6, 2)),
        of(() -> new Conv2DTranspose(2, 3).strides(2).padding("same").channelsFirst(), IMAGE)
            .outputs(Shape.of(2, 6, 8))
            .weights(2, 0),
        of(() -> new Conv3DTranspose(1, 2), Shape.of(1, 2, 1, 2)).outputs(Shape.of(2, 3, 2, 1)),
        of(() -> new DepthwiseConv1D(2).depthMultiplier(2), Shape.of(3, 2))
            .outputs(Shape.of(2, 4))
            .weights(2, 0),
        of(() -> new DepthwiseConv2D(3).padding("same").strides(2), IMAGE)
            .outputs(Shape.of(1, 2, 4)),
        of(() -> new SeparableConv1D(3, 2).depthMultiplier(2), Shape.of(3, 2))
            .outputs(Shape.of(2, 3))
            .weights(3, 0),
        of(() -> new SeparableConv2D(3, 2).activation("sigmoid").channelsFirst(), Shape.of(2, 3, 3))
            .outputs(Shape.of(3, 2, 2)),
        of(() -> new LocallyConnected1D(3, 2).strides(2), Shape.of(5, 2))
            .outputs(Shape.of(2, 3))
            .weights(2, 0),
        of(() -> new LocallyConnected1D(2, 2).implementation(3).padding("same"), Shape.of(3, 2))
            .outputs(Shape.of(3, 2)),
        of(() -> new LocallyConnected2D(2, 2, 1).activation("tanh").channelsFirst(), IMAGE)
            .outputs(Shape.of(2, 2, 4)),
        of(
                () ->
                    new LocallyConnected2D(1, 2)
                        .implementation(2)
                        .padding("same")
                        .strides(2)
                        .useBias(false)
                        .kernelRegularizer(l2(0.1)),
                Shape.of(3, 2, 1))
            .outputs(Shape.of(2, 1, 1))
            .weights(1, 0));
  }

  static Stream<LayerContract> pooling() {
    return Stream.of(
        of(() -> new MaxPooling1D(), Shape.of(5, 2)).outputs(Shape.of(2, 2)).weights(0, 0),
        of(() -> new MaxPooling2D(2).strides(1).padding("same"), IMAGE).outputs(IMAGE),
        of(() -> new MaxPooling3D(1, 2, 1).channelsFirst(), Shape.of(1, 2, 2, 2))
            .outputs(Shape.of(1, 2, 1, 2)),
        of(() -> new AveragePooling1D(3).strides(2).padding(Padding.SAME), Shape.of(4, 2))
            .outputs(Shape.of(2, 2)),
        of(() -> new AveragePooling2D(1, 3), IMAGE).outputs(Shape.of(2, 1, 4)),
        of(() -> new AveragePooling3D(), Shape.of(2, 2, 2, 1)).outputs(Shape.of(1, 1, 1, 1)),
        of(() -> new AdaptiveMaxPooling1D(2), SERIES).outputs(Shape.of(2, 4)).weights(0, 0),
        of(() -> new AdaptiveAveragePooling1D(5), SERIES).outputs(Shape.of(5, 4)),
        of(() -> new AdaptiveMaxPooling2D(2).channelsFirst(), IMAGE).outputs(Shape.of(2, 2, 2)),
        of(() -> new AdaptiveAveragePooling2D(1, 2), IMAGE).outputs(Shape.of(1, 2, 4)),
        of(() -> new AdaptiveMaxPooling3D(1), Shape.of(2, 3, 2, 1)).outputs(Shape.of(1, 1, 1, 1)),
        of(() -> new AdaptiveAveragePooling3D(2, 2, 1), Shape.of(2, 3, 2, 1))
            .outputs(Shape.of(2, 2, 1, 1)),
        of(() -> new GlobalMaxPooling1D(), SERIES).outputs(Shape.of(4)).weights(0, 0),
        of(() -> new GlobalMaxPooling2D().keepDims(true), IMAGE).outputs(Shape.of(1, 1, 4)),
        of(() -> new GlobalMaxPooling3D(), Shape.of(2, 1, 2, 3)).outputs(Shape.of(3)),
        of(() -> new GlobalAveragePooling1D().channelsFirst(), SERIES).outputs(Shape.of(3)),
        of(() -> new GlobalAveragePooling2D(), IMAGE).outputs(Shape.of(4)),
        of(() -> new GlobalAveragePooling3D().keepDims(true).channelsFirst(), Shape.of(2, 1, 2, 3))
            .outputs(Shape.of(2, 1, 1, 1)));
  }

  static Stream<LayerContract> borders() {
    return Stream.of(
        of(() -> new ZeroPadding1D(0, 2), SERIES).outputs(Shape.of(5, 4)).weights(0, 0),
        of(() -> new ZeroPadding2D(1, 0, 2, 3), IMAGE).outputs(Shape.of(3, 8, 4)),
        of(() -> new ZeroPadding2D(1, 2).channelsFirst(), IMAGE).outputs(Shape.of(2, 5, 8)),
        of(() -> new ZeroPadding3D(), Shape.of(1, 2, 1, 2)).outputs(Shape.of(3, 4, 3, 2)),
        of(() -> new Cropping1D(), SERIES).outputs(Shape.of(1, 4)),
        of(() -> new Cropping2D(0, 1), IMAGE).outputs(Shape.of(2, 1, 4)),
        of(() -> new Cropping2D(0, 1, 2, 0).channelsFirst(), IMAGE).outputs(Shape.of(2, 2, 2)),
        of(() -> new Cropping3D(0, 1, 0), Shape.of(1, 3, 1, 2)).outputs(Shape.of(1, 1, 1, 2)),
        of(() -> new UpSampling1D(3), SERIES).outputs(Shape.of(9, 4)),
        of(() -> new UpSampling2D(2, 1), IMAGE).outputs(Shape.of(4, 3, 4)),
        of(() -> new UpSampling2D(3, 2).interpolation(Interpolation.BILINEAR), IMAGE)
            .outputs(Shape.of(6, 6, 4)),
        of(() -> new UpSampling2D(2).interpolation(Interpolation.LANCZOS3).channelsFirst(), IMAGE)
            .outputs(Shape.of(2, 6, 8)),
        of(() -> new UpSampling3D(), Shape.of(1, 2, 1, 2)).outputs(Shape.of(2, 4, 2, 2)));
  }

  static Stream<LayerContract> preprocessing() {
    return Stream.of(
        of(() -> new Resizing(3, 5), IMAGE).outputs(Shape.of(3, 5, 4)).weights(0, 0),
        of(
                () ->
                    new Resizing(4, 2)
                        .interpolation(Interpolation.BICUBIC)
                        .antialias()
                        .aspectRatio(AspectRatio.PAD)
                        .fillValue(0.5),
                IMAGE)
            .outputs(Shape.of(4, 2, 4)),
        of(() -> new Resizing(2, 2).aspectRatio(AspectRatio.CROP).channelsFirst(), IMAGE)
            .outputs(Shape.of(2, 2, 2)),
        of(() -> new CenterCrop(1, 2), IMAGE).outputs(Shape.of(1, 2, 4)),
        of(() -> new CenterCrop(5, 2), IMAGE).outputs(Shape.of(5, 2, 4)),
        of(() -> new RandomFlip(RandomFlip.Mode.VERTICAL).seed(3), IMAGE)
            .outputs(IMAGE)
            .drawsInTraining(),
        of(() -> new RandomRotation(0.2), IMAGE).outputs(IMAGE).drawsInTraining(),
        of(() -> new RandomTranslation(0.4, 0.3).fill(2).channelsFirst(), IMAGE)
            .outputs(IMAGE)
            .drawsInTraining(),
        of(() -> new RandomZoom(0.1, 0.4, -0.2, 0.2).fill(FillMode.WRAP), IMAGE)
            .outputs(IMAGE)
            .drawsInTraining(),
        of(() -> new RandomZoom(-0.3, 0), IMAGE).outputs(IMAGE).drawsInTraining(),
        of(() -> new RandomShear(0.3, 0.2).fill(FillMode.NEAREST), IMAGE)
            .outputs(IMAGE)
            .drawsInTraining(),
        of(() -> new RandomContrast(0.2, 0.4).valueRange(-9, 9), IMAGE)
            .outputs(IMAGE)
            .drawsInTraining(),
        of(() -> new RandomBrightness(0.2).valueRange(-9, 9), IMAGE)
            .outputs(IMAGE)
            .drawsInTraining(),
        of(() -> new RandomGrayscale(0.5), COLOURS).outputs(COLOURS).drawsInTraining(),
        of(() -> new RandomSaturation(0.2, 0.7), COLOURS).outputs(COLOURS).drawsInTraining(),
        of(() -> new RandomCrop(1, 2), IMAGE).outputs(IMAGE).drawsInTraining(),
        random(() -> new RandomHue(0.8).valueRange(-9, 9)),
        random(() -> new RandomColorDegeneration(0.2, 0.7).valueRange(-9, 9)),
        random(() -> new RandomColorJitter().brightness(0.1, 0.2).hue(0, 0.5).valueRange(-9, 9)),
        random(() -> new RandomSharpness(0.1, 0.9).valueRange(-9, 9)),
        random(() -> new RandomInvert(0.4, 0.6).valueRange(-9, 9)),
        random(() -> new RandomPosterization(2, 6).valueRange(-9, 9)),
        random(() -> new RandomGaussianBlur(0.9).kernelSize(3, 1).sigma(0.5, 1).valueRange(-9, 9)),
        random(() -> new RandomErasing(1).scale(0.2, 0.5).fill(3).valueRange(-9, 9)),
        random(() -> new RandomPerspective(1).scale(0.3).fill(2)),
        random(() -> new Solarization(0.2, 0.8).valueRange(-9, 9)),
        of(() -> new AutoContrast().valueRange(-9, 9), COLOURS).outputs(COLOURS),
        of(() -> new Equalization().valueRange(-9, 9).bins(16), COLOURS).outputs(COLOURS),
        random(() -> new MixUp(0.7)),
        random(() -> new CutMix(0.8, 1)),
        random(() -> new AugMix().chains(2, 1).factor(0, 0.2).someChanges().valueRange(-9, 9)),
        random(() -> new RandAugment().operations(3).factor(0.1, 0.4).valueRange(-9, 9)),
        of(() -> new Rescaling(1 / 255.0, -1), IMAGE).outputs(IMAGE).weights(0, 0),
        of(() -> new Rescaling(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8}), IMAGE),
        of(() -> new Normalization(), VECTOR).outputs(VECTOR).weights(0, 3),
        of(() -> new Normalization().axis(1, 2), SERIES).outputs(SERIES).weights(0, 3),
        of(() -> new Normalization().axis(), SERIES).outputs(SERIES).weights(0, 3),
        of(
                () ->
                    new Normalization()
                        .invert(true)
                        .moments(Tensor.vector(1, 2, 3, 4), Tensor.vector(1, 4, 9, 2)),
                SERIES)
            .weights(0, 0));
  }

  private static LayerContract random(Supplier<Layer> maker) {
    return of(maker, COLOURS).outputs(COLOURS).drawsInTraining();
  }

  private static LayerContract of(Supplier<Layer> maker, Shape... inputs) {
    return LayerContract.of(maker, inputs);
  }

  @ParameterizedTest
  @MethodSource({
    "sequences",
    "attention",
    "categories",
    "core",
    "activations",
    "applications",
    "regularization",
    "shapes",
    "normalization",
    "merging",
    "convolutions",
    "pooling",
    "borders",
    "preprocessing"
  })
  void keeps_the_contract(LayerContract contract) {
    contract.check();
    contract.on(CpuEngine.shared()).check();
  }
}
