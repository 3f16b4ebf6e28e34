// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
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
import io.nyala.layers.core.InputLayer;
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
import io.nyala.layers.preprocessing.CenterCrop;
import io.nyala.layers.preprocessing.Discretization;
import io.nyala.layers.preprocessing.IntegerLookup;
import io.nyala.layers.preprocessing.MelSpectrogram;
import io.nyala.layers.preprocessing.Normalization;
import io.nyala.layers.preprocessing.Pipeline;
import io.nyala.layers.preprocessing.Rescaling;
import io.nyala.layers.preprocessing.Resizing;
import io.nyala.layers.preprocessing.STFTSpectrogram;
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
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Factory methods for layers, with Keras's names and defaults. Intended for {@code import static
 * io.nyala.layers.Layers.*}, which also imports the activation functions ({@code RELU}, ...).
 */
public final class Layers extends SequenceLayers implements Activations {
  private Layers() {}

  // Inputs

  /** Returns a float32 model input of shape {@code (batch, shape...)} with any batch size. */
  public static Value input(int... shape) {
    return input(DType.FLOAT32, shape);
  }

  /** Returns a model input of shape {@code (batch, shape...)} with any batch size. */
  public static Value input(DType dtype, int... shape) {
    return new InputLayer(withBatch(shape), dtype).value();
  }

  /** Returns a named float32 model input of shape {@code (batch, shape...)} with any batch size. */
  public static Value input(String name, int... shape) {
    return input(name, DType.FLOAT32, shape);
  }

  /** Returns a named model input of shape {@code (batch, shape...)} with any batch size. */
  public static Value input(String name, DType dtype, int... shape) {
    InputLayer layer = new InputLayer(withBatch(shape), dtype);
    layer.named(name);
    return layer.value();
  }

  private static Shape withBatch(int... shape) {
    return Shape.of(Require.given("InputLayer", "shape", shape)).insert(0, Shape.UNKNOWN);
  }

  // Core

  /**
   * Returns a densely connected layer: {@code activation(x kernel + bias)} over the last axis,
   * linear by default.
   */
  public static Dense dense(int units) {
    return new Dense(units);
  }

  /**
   * Returns a densely connected layer whose weights are noisy in training, by a trained amount; for
   * the exploration of an agent. The noise begins at 0.5, as in the paper.
   */
  public static NoisyDense noisyDense(int units) {
    return new NoisyDense(units, 0.5);
  }

  /** Returns a layer that maps the integers from 0 to {@code inputDim - 1} to dense vectors. */
  public static Embedding embedding(int inputDim, int outputDim) {
    return new Embedding(inputDim, outputDim);
  }

  /** Returns a layer that masks the time steps in which all features are 0. */
  public static Masking masking() {
    return masking(0);
  }

  /** Returns a layer that masks the time steps in which all features equal {@code maskValue}. */
  public static Masking masking(double maskValue) {
    return new Masking(maskValue);
  }

  /** Returns an {@link EinsumDense} layer: a dense layer over any axes, without a bias. */
  public static EinsumDense einsumDense(String equation, int... outputShape) {
    return new EinsumDense(equation, outputShape);
  }

  /** Returns a layer that applies a function of one input. */
  public static Lambda lambda(UnaryOperator<Value> function) {
    Require.given("Lambda", "function", function);
    return new Lambda(inputs -> function.apply(inputs.get(0)));
  }

  /** Returns a layer that applies a function of several inputs. */
  public static Lambda lambdaOfAll(Function<List<Value>, Value> function) {
    return new Lambda(function);
  }

  /** Passes its input on. */
  public static Identity identity() {
    return new Identity();
  }

  // Activations

  /**
   * Returns a layer that applies a function, for example {@code RELU} or a lambda over operations.
   */
  public static Activation activation(ActivationFunction function) {
    return new Activation(function);
  }

  /** Returns a layer that applies the function with this Keras name, for example {@code "relu"}. */
  public static Activation activation(String name) {
    return new Activation(Activations.byName(name));
  }

  /** Returns {@code max(x, 0)}. */
  public static ReLU relu() {
    return new ReLU();
  }

  /** Returns a leaky ReLU: {@code x} above 0 and {@code 0.3 x} below. */
  public static LeakyReLU leakyRelu() {
    return leakyRelu(0.3);
  }

  /** Returns a leaky ReLU: {@code x} above 0 and {@code negativeSlope * x} below. */
  public static LeakyReLU leakyRelu(double negativeSlope) {
    return new LeakyReLU(negativeSlope);
  }

  /**
   * Returns a thresholded ReLU: {@code x} above {@code theta} and 0 elsewhere. Keras removed it
   * after Keras 2.
   */
  public static ThresholdedReLU thresholdedRelu(double theta) {
    return new ThresholdedReLU(theta);
  }

  /** Returns an ELU: {@code x} above 0 and {@code e^x - 1} below. */
  public static ELU elu() {
    return elu(1);
  }

  /** Returns an ELU: {@code x} above 0 and {@code alpha * (e^x - 1)} below. */
  public static ELU elu(double alpha) {
    return new ELU(alpha);
  }

  /** Returns a parametric ReLU: {@code x} above 0 and {@code x} times a trained slope below. */
  public static PReLU prelu() {
    return new PReLU();
  }

  /** Returns a softmax over these axes, by default the last one. */
  public static Softmax softmax(int... axes) {
    return new Softmax(axes);
  }

  // Convolutions

  /** Returns a convolution over sequences; by default with stride 1 and no padding. */
  public static Conv1D conv1D(int filters, int kernelSize) {
    return new Conv1D(filters, kernelSize);
  }

  /** Returns a convolution over images; by default with stride 1 and no padding. */
  public static Conv2D conv2D(int filters, int... kernelSize) {
    return new Conv2D(filters, kernelSize);
  }

  /** Returns a convolution over volumes; by default with stride 1 and no padding. */
  public static Conv3D conv3D(int filters, int... kernelSize) {
    return new Conv3D(filters, kernelSize);
  }

  /** Returns a transposed convolution over sequences. */
  public static Conv1DTranspose conv1DTranspose(int filters, int kernelSize) {
    return new Conv1DTranspose(filters, kernelSize);
  }

  /** Returns a transposed convolution over images. */
  public static Conv2DTranspose conv2DTranspose(int filters, int... kernelSize) {
    return new Conv2DTranspose(filters, kernelSize);
  }

  /** Returns a transposed convolution over volumes. */
  public static Conv3DTranspose conv3DTranspose(int filters, int... kernelSize) {
    return new Conv3DTranspose(filters, kernelSize);
  }

  /** Returns a depthwise convolution over sequences, with separate kernels for each channel. */
  public static DepthwiseConv1D depthwiseConv1D(int kernelSize) {
    return new DepthwiseConv1D(kernelSize);
  }

  /** Returns a depthwise convolution over images, with separate kernels for each channel. */
  public static DepthwiseConv2D depthwiseConv2D(int... kernelSize) {
    return new DepthwiseConv2D(kernelSize);
  }

  /** Returns a separable convolution over sequences: depthwise, then pointwise across channels. */
  public static SeparableConv1D separableConv1D(int filters, int kernelSize) {
    return new SeparableConv1D(filters, kernelSize);
  }

  /** Returns a separable convolution over images: depthwise, then pointwise across channels. */
  public static SeparableConv2D separableConv2D(int filters, int... kernelSize) {
    return new SeparableConv2D(filters, kernelSize);
  }

  /** Returns a convolution of sequences with different kernels at all positions. */
  public static LocallyConnected1D locallyConnected1D(int filters, int... kernelSize) {
    return new LocallyConnected1D(filters, kernelSize);
  }

  /** Returns a convolution of images with different kernels at all positions. */
  public static LocallyConnected2D locallyConnected2D(int filters, int... kernelSize) {
    return new LocallyConnected2D(filters, kernelSize);
  }

  // Pooling

  /** Returns a layer that computes the maximum of each window, of size 2 by default. */
  public static MaxPooling1D maxPooling1D(int... poolSize) {
    return new MaxPooling1D(poolSize);
  }

  /** Returns a layer that computes the mean of each window, of size 2 by default. */
  public static AveragePooling1D averagePooling1D(int... poolSize) {
    return new AveragePooling1D(poolSize);
  }

  /** Returns a layer that computes the maximum of each channel. */
  public static GlobalMaxPooling1D globalMaxPooling1D() {
    return new GlobalMaxPooling1D();
  }

  /** Returns a layer that computes the mean of each channel. */
  public static GlobalAveragePooling1D globalAveragePooling1D() {
    return new GlobalAveragePooling1D();
  }

  /** Returns a layer that computes the maximum of each window, of size 2 by default. */
  public static MaxPooling2D maxPooling2D(int... poolSize) {
    return new MaxPooling2D(poolSize);
  }

  /** Returns a layer that computes the mean of each window, of size 2 by default. */
  public static AveragePooling2D averagePooling2D(int... poolSize) {
    return new AveragePooling2D(poolSize);
  }

  /** Returns a layer that computes the maximum of each channel. */
  public static GlobalMaxPooling2D globalMaxPooling2D() {
    return new GlobalMaxPooling2D();
  }

  /** Returns a layer that computes the mean of each channel. */
  public static GlobalAveragePooling2D globalAveragePooling2D() {
    return new GlobalAveragePooling2D();
  }

  /** Returns a layer that computes the maximum of each window, of size 2 by default. */
  public static MaxPooling3D maxPooling3D(int... poolSize) {
    return new MaxPooling3D(poolSize);
  }

  /** Returns a layer that computes the mean of each window, of size 2 by default. */
  public static AveragePooling3D averagePooling3D(int... poolSize) {
    return new AveragePooling3D(poolSize);
  }

  /** Returns a layer that computes the maximum of each channel. */
  public static GlobalMaxPooling3D globalMaxPooling3D() {
    return new GlobalMaxPooling3D();
  }

  /** Returns a layer that computes the mean of each channel. */
  public static GlobalAveragePooling3D globalAveragePooling3D() {
    return new GlobalAveragePooling3D();
  }

  /** Returns an adaptive maximum pooling layer over one axis. */
  public static AdaptiveMaxPooling1D adaptiveMaxPooling1D(int... outputSize) {
    return new AdaptiveMaxPooling1D(outputSize);
  }

  /** Returns an adaptive mean pooling layer over one axis. */
  public static AdaptiveAveragePooling1D adaptiveAveragePooling1D(int... outputSize) {
    return new AdaptiveAveragePooling1D(outputSize);
  }

  /** Returns an adaptive maximum pooling layer over two axes. */
  public static AdaptiveMaxPooling2D adaptiveMaxPooling2D(int... outputSize) {
    return new AdaptiveMaxPooling2D(outputSize);
  }

  /** Returns an adaptive mean pooling layer over two axes. */
  public static AdaptiveAveragePooling2D adaptiveAveragePooling2D(int... outputSize) {
    return new AdaptiveAveragePooling2D(outputSize);
  }

  /** Returns an adaptive maximum pooling layer over three axes. */
  public static AdaptiveMaxPooling3D adaptiveMaxPooling3D(int... outputSize) {
    return new AdaptiveMaxPooling3D(outputSize);
  }

  /** Returns an adaptive mean pooling layer over three axes. */
  public static AdaptiveAveragePooling3D adaptiveAveragePooling3D(int... outputSize) {
    return new AdaptiveAveragePooling3D(outputSize);
  }

  // Borders and sizes

  /**
   * Returns a layer that pads with zeros: one number for all sides, one per axis, or one per side.
   */
  public static ZeroPadding1D zeroPadding1D(int... padding) {
    return new ZeroPadding1D(padding);
  }

  /**
   * Returns a layer that pads with zeros: one number for all sides, one per axis, or one per side.
   */
  public static ZeroPadding2D zeroPadding2D(int... padding) {
    return new ZeroPadding2D(padding);
  }

  /**
   * Returns a layer that pads with zeros: one number for all sides, one per axis, or one per side.
   */
  public static ZeroPadding3D zeroPadding3D(int... padding) {
    return new ZeroPadding3D(padding);
  }

  /**
   * Returns a layer that crops the sides: one number for all sides, one per axis, or one per side.
   */
  public static Cropping1D cropping1D(int... cropping) {
    return new Cropping1D(cropping);
  }

  /**
   * Returns a layer that crops the sides: one number for all sides, one per axis, or one per side.
   */
  public static Cropping2D cropping2D(int... cropping) {
    return new Cropping2D(cropping);
  }

  /**
   * Returns a layer that crops the sides: one number for all sides, one per axis, or one per side.
   */
  public static Cropping3D cropping3D(int... cropping) {
    return new Cropping3D(cropping);
  }

  /** Returns a layer that upsamples each axis by an integer factor, 2 by default. */
  public static UpSampling1D upSampling1D(int... size) {
    return new UpSampling1D(size);
  }

  /** Returns a layer that upsamples each axis by an integer factor, 2 by default. */
  public static UpSampling2D upSampling2D(int... size) {
    return new UpSampling2D(size);
  }

  /** Returns a layer that upsamples each axis by an integer factor, 2 by default. */
  public static UpSampling3D upSampling3D(int... size) {
    return new UpSampling3D(size);
  }

  // Regularization

  /** Returns a layer that sets random samples to zero during training, for residual blocks. */
  public static StochasticDepth stochasticDepth(double dropPathRate) {
    return new StochasticDepth(dropPathRate);
  }

  /** Returns a layer that sets a random fraction of the elements to zero during training. */
  public static Dropout dropout(double rate) {
    return new Dropout(rate);
  }

  /**
   * Returns a layer that drops entire channels of {@code (batch, time, channels)} during training.
   */
  public static SpatialDropout1D spatialDropout1D(double rate) {
    return new SpatialDropout1D(rate);
  }

  /**
   * Returns a layer that drops entire channels of {@code (batch, height, width, channels)} during
   * training.
   */
  public static SpatialDropout2D spatialDropout2D(double rate) {
    return new SpatialDropout2D(rate);
  }

  /**
   * Returns a layer that drops entire channels of {@code (batch, depth, height, width, channels)}
   * during training.
   */
  public static SpatialDropout3D spatialDropout3D(double rate) {
    return new SpatialDropout3D(rate);
  }

  /** Returns a layer that adds Gaussian noise with mean 0 during training. */
  public static GaussianNoise gaussianNoise(double stddev) {
    return new GaussianNoise(stddev);
  }

  /** Returns a layer that multiplies by Gaussian noise with mean 1 during training. */
  public static GaussianDropout gaussianDropout(double rate) {
    return new GaussianDropout(rate);
  }

  /**
   * Returns a layer that drops elements during training such that the mean and variance of SELU
   * networks are preserved.
   */
  public static AlphaDropout alphaDropout(double rate) {
    return new AlphaDropout(rate);
  }

  /** Returns a layer that passes its input through and adds a penalty on it to the loss. */
  public static ActivityRegularization activityRegularization(double l1, double l2) {
    return new ActivityRegularization(l1, l2);
  }

  // Shapes

  /** Returns a layer that flattens all axes except the batch axis. */
  public static Flatten flatten() {
    return new Flatten();
  }

  /** Returns a layer that reshapes the samples; one extent may be -1. */
  public static Reshape reshape(int... targetShape) {
    return new Reshape(targetShape);
  }

  /** Returns a layer that permutes the axes of the samples, counted from 1. */
  public static Permute permute(int... dims) {
    return new Permute(dims);
  }

  /** Returns a layer that repeats vectors n times: {@code (batch, n, features)}. */
  public static RepeatVector repeatVector(int n) {
    return new RepeatVector(n);
  }

  // Normalization

  /** Returns a batch normalization: channels are normalized with the moments of the batch. */
  public static BatchNormalization batchNormalization() {
    return new BatchNormalization();
  }

  /**
   * Returns a layer normalization: each sample is normalized with its own moments over the last
   * axis.
   */
  public static LayerNormalization layerNormalization() {
    return new LayerNormalization();
  }

  /**
   * Returns a layer that multiplies each channel by a trained factor, as in ConvNeXt.
   *
   * @param initValues the first value of all factors
   * @param projectionDim the number of channels
   */
  public static LayerScale layerScale(double initValues, int projectionDim) {
    return new LayerScale(initValues, projectionDim);
  }

  /** Returns a layer that scales to a root mean square of 1 over the last axis. */
  public static RMSNormalization rmsNormalization() {
    return new RMSNormalization();
  }

  /**
   * Returns a wrapper that divides a layer's kernel by its largest singular value in each training
   * step.
   */
  public static SpectralNormalization spectralNormalization(Layer layer) {
    return new SpectralNormalization(layer);
  }

  /** Returns a group normalization with 32 groups of channels. */
  public static GroupNormalization groupNormalization() {
    return groupNormalization(32);
  }

  /**
   * Returns a group normalization: each sample is normalized with the moments of groups of
   * channels.
   */
  public static GroupNormalization groupNormalization(int groups) {
    return new GroupNormalization(groups);
  }

  /** Returns a layer that scales to L2 norm 1 along these axes, by default the last one. */
  public static UnitNormalization unitNormalization(int... axes) {
    return new UnitNormalization(axes);
  }

  // Merging

  /** Returns a layer that adds its inputs. */
  public static Add add() {
    return new Add();
  }

  /** Returns a layer that subtracts its second input from its first. */
  public static Subtract subtract() {
    return new Subtract();
  }

  /** Returns a layer that adds its second input times a number to its first. */
  public static CustomScaleLayer customScaleLayer(double scale) {
    return new CustomScaleLayer(scale);
  }

  /** Returns a layer that multiplies its inputs. */
  public static Multiply multiply() {
    return new Multiply();
  }

  /** Returns a layer that averages its inputs. */
  public static Average average() {
    return new Average();
  }

  /** Returns a layer that computes the elementwise maximum of its inputs. */
  public static Maximum maximum() {
    return new Maximum();
  }

  /** Returns a layer that computes the elementwise minimum of its inputs. */
  public static Minimum minimum() {
    return new Minimum();
  }

  /** Returns a layer that concatenates its inputs along the last axis. */
  public static Concatenate concatenate() {
    return concatenate(-1);
  }

  /** Returns a layer that concatenates its inputs along an axis. */
  public static Concatenate concatenate(int axis) {
    return new Concatenate(axis);
  }

  /**
   * Returns a layer that computes the dot product of its two inputs along the same axis of both;
   * the batch axis is 0.
   */
  public static Dot dot(int axis) {
    return new Dot(axis);
  }

  /** Returns a layer that computes the dot product of its two inputs along one axis of each. */
  public static Dot dot(int first, int second) {
    return new Dot(first, second);
  }

  // Images

  /** Returns a layer that resizes images, with bilinear interpolation. */
  public static Resizing resizing(int height, int width) {
    return new Resizing(height, width);
  }

  /** Takes the middle of images. */
  public static CenterCrop centerCrop(int height, int width) {
    return new CenterCrop(height, width);
  }

  /**
   * Returns a layer that randomly flips images during training, horizontally and vertically at
   * once.
   */
  public static RandomFlip randomFlip() {
    return new RandomFlip(RandomFlip.Mode.HORIZONTAL_AND_VERTICAL);
  }

  /** Returns a layer that flips images randomly during training. */
  public static RandomFlip randomFlip(RandomFlip.Mode mode) {
    return new RandomFlip(mode);
  }

  /**
   * Returns a layer that rotates images randomly during training, by up to a fraction of a full
   * turn in either direction.
   */
  public static RandomRotation randomRotation(double factor) {
    return new RandomRotation(factor);
  }

  /**
   * Returns a layer that shifts images randomly during training, by up to fractions of their height
   * and width in either direction.
   */
  public static RandomTranslation randomTranslation(double height, double width) {
    return new RandomTranslation(height, width);
  }

  /**
   * Returns a layer that zooms images randomly during training, by a factor between {@code 1 -
   * factor} and {@code 1 + factor}.
   */
  public static RandomZoom randomZoom(double factor) {
    return new RandomZoom(factor);
  }

  /**
   * Returns a layer that shears images randomly during training, by up to these shifts per row and
   * per column.
   */
  public static RandomShear randomShear(double x, double y) {
    return new RandomShear(x, y);
  }

  /** Returns a layer that crops images at random positions during training. */
  public static RandomCrop randomCrop(int height, int width) {
    return new RandomCrop(height, width);
  }

  /**
   * Returns a layer that scales the differences from the mean during training, by a factor between
   * 1 and {@code 1 + factor}.
   */
  public static RandomContrast randomContrast(double factor) {
    return new RandomContrast(factor);
  }

  /**
   * Returns a layer that scales the differences from the mean during training, by a factor between
   * {@code 1 - less} and {@code 1 + more}.
   */
  public static RandomContrast randomContrast(double less, double more) {
    return new RandomContrast(less, more);
  }

  /**
   * Returns a layer that changes the brightness of images during training, by up to a fraction of
   * the value range in either direction.
   */
  public static RandomBrightness randomBrightness(double factor) {
    return new RandomBrightness(factor);
  }

  /**
   * Returns a layer that changes the saturation of images during training; 0 is grayscale, 0.5 is
   * no change.
   */
  public static RandomSaturation randomSaturation(double from, double to) {
    return new RandomSaturation(from, to);
  }

  /** Returns a layer that turns hues during training, by up to a fraction of half a circle. */
  public static RandomHue randomHue(double factor) {
    return new RandomHue(factor);
  }

  /** Returns a layer that mixes images with their grayscale version during training. */
  public static RandomColorDegeneration randomColorDegeneration(double from, double to) {
    return new RandomColorDegeneration(from, to);
  }

  /** Returns a layer that changes brightness, contrast, saturation and hue during training. */
  public static RandomColorJitter randomColorJitter() {
    return new RandomColorJitter();
  }

  /** Returns a layer that blurs or sharpens during training; 0.5 changes nothing. */
  public static RandomSharpness randomSharpness(double from, double to) {
    return new RandomSharpness(from, to);
  }

  /** Returns a layer that inverts images at random during training. */
  public static RandomInvert randomInvert(double factor) {
    return new RandomInvert(factor);
  }

  /** Returns a layer that reduces the number of bits of each colour during training. */
  public static RandomPosterization randomPosterization(int bits) {
    return new RandomPosterization(bits);
  }

  /** Returns a layer that blurs images at random during training. */
  public static RandomGaussianBlur randomGaussianBlur(double factor) {
    return new RandomGaussianBlur(factor);
  }

  /** Returns a layer that erases a rectangle of images at random during training. */
  public static RandomErasing randomErasing(double factor) {
    return new RandomErasing(factor);
  }

  /** Returns a layer that moves the corners of images at random during training. */
  public static RandomPerspective randomPerspective(double factor) {
    return new RandomPerspective(factor);
  }

  /** Returns a layer that inverts bright pixels during training. */
  public static Solarization solarization(double addition, double threshold) {
    return new Solarization(addition, threshold);
  }

  /** Returns a layer that stretches each channel of an image to the whole range of values. */
  public static AutoContrast autoContrast() {
    return new AutoContrast();
  }

  /** Returns a layer that equalizes histograms during training. */
  public static Equalization equalization() {
    return new Equalization();
  }

  /** Returns a layer that blends each image, and its label, with another one during training. */
  public static MixUp mixUp(double alpha) {
    return new MixUp(alpha);
  }

  /** Returns a layer that puts a part of another image into each image during training. */
  public static CutMix cutMix(double factor) {
    return new CutMix(factor);
  }

  /** Returns a layer that mixes images with changed versions of themselves during training. */
  public static AugMix augMix() {
    return new AugMix();
  }

  /** Returns a layer that applies a random selection of eleven changes during training. */
  public static RandAugment randAugment() {
    return new RandAugment();
  }

  /** Returns a layer that converts a random fraction of the images to grayscale during training. */
  public static RandomGrayscale randomGrayscale(double factor) {
    return new RandomGrayscale(factor);
  }

  // Preprocessing

  /** Returns {@code x * scale}. */
  public static Rescaling rescaling(double scale) {
    return rescaling(scale, 0);
  }

  /** Returns a layer that computes {@code x * scale + offset}. */
  public static Rescaling rescaling(double scale, double offset) {
    return new Rescaling(scale, offset);
  }

  /** Returns a layer that is several layers, one after the other. */
  public static Pipeline pipeline(Layer... layers) {
    return new Pipeline(Arguments.eachGiven("layers", layers));
  }

  /** Returns a layer that computes mel spectrograms of sounds. */
  public static MelSpectrogram melSpectrogram() {
    return new MelSpectrogram();
  }

  /** Returns a layer that computes short-time Fourier transforms of signals. */
  public static STFTSpectrogram stftSpectrogram() {
    return new STFTSpectrogram();
  }

  /**
   * Returns a layer that normalizes features to mean 0 and variance 1 after it was adapted to data.
   */
  public static Normalization normalization() {
    return new Normalization();
  }

  /** Returns a layer that encodes integers below {@code numTokens} as vectors. */
  public static CategoryEncoding categoryEncoding(int numTokens) {
    return new CategoryEncoding(numTokens);
  }

  /** Returns a layer that maps numbers to the indices of the bins between these boundaries. */
  public static Discretization discretization(double... binBoundaries) {
    return new Discretization(binBoundaries);
  }

  /** Returns a layer that maps integers to their indices in a vocabulary. */
  public static IntegerLookup integerLookup(int... vocabulary) {
    return new IntegerLookup(vocabulary);
  }
}
