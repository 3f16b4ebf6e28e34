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
import io.nyala.layers.augmentation.RandomBrightness;
import io.nyala.layers.augmentation.RandomContrast;
import io.nyala.layers.augmentation.RandomCrop;
import io.nyala.layers.augmentation.RandomFlip;
import io.nyala.layers.augmentation.RandomGrayscale;
import io.nyala.layers.augmentation.RandomRotation;
import io.nyala.layers.augmentation.RandomSaturation;
import io.nyala.layers.augmentation.RandomShear;
import io.nyala.layers.augmentation.RandomTranslation;
import io.nyala.layers.augmentation.RandomZoom;
import io.nyala.layers.base.Layer;
import io.nyala.layers.convolutional.Conv1D;
import io.nyala.layers.convolutional.Conv1DTranspose;
import io.nyala.layers.convolutional.Conv2D;
import io.nyala.layers.convolutional.Conv2DTranspose;
import io.nyala.layers.convolutional.Conv3D;
import io.nyala.layers.convolutional.Conv3DTranspose;
import io.nyala.layers.convolutional.DepthwiseConv1D;
import io.nyala.layers.convolutional.DepthwiseConv2D;
import io.nyala.layers.convolutional.SeparableConv1D;
import io.nyala.layers.convolutional.SeparableConv2D;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.EinsumDense;
import io.nyala.layers.core.Embedding;
import io.nyala.layers.core.Identity;
import io.nyala.layers.core.InputLayer;
import io.nyala.layers.core.Lambda;
import io.nyala.layers.core.Masking;
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
import io.nyala.layers.preprocessing.Normalization;
import io.nyala.layers.preprocessing.Rescaling;
import io.nyala.layers.preprocessing.Resizing;
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
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes layers, in Keras's words and with its defaults. Meant for {@code import static
 * io.nyala.layers.Layers.*}, which brings the activation functions ({@code RELU}, ...) along.
 */
public final class Layers extends SequenceLayers implements Activations {
  private Layers() {}

  // Inputs

  /** Returns a float32 input of a model, {@code (batch, shape...)} with any batch. */
  public static Value input(int... shape) {
    return input(DType.FLOAT32, shape);
  }

  /** Returns an input of a model, {@code (batch, shape...)} with any batch. */
  public static Value input(DType dtype, int... shape) {
    return new InputLayer(withBatch(shape), dtype).value();
  }

  /** Returns a float32 input with a name, {@code (batch, shape...)} with any batch. */
  public static Value input(String name, int... shape) {
    return input(name, DType.FLOAT32, shape);
  }

  /** Returns an input with a name, {@code (batch, shape...)} with any batch. */
  public static Value input(String name, DType dtype, int... shape) {
    InputLayer layer = new InputLayer(withBatch(shape), dtype);
    layer.named(name);
    return layer.value();
  }

  private static Shape withBatch(int... shape) {
    return Shape.of(Require.given("InputLayer", "shape", shape)).insert(0, Shape.UNKNOWN);
  }

  // Core

  /** Returns {@code activation(x kernel + bias)} over the last axis, linear by default. */
  public static Dense dense(int units) {
    return new Dense(units);
  }

  /** Returns vectors for the whole numbers from 0 to {@code inputDim - 1}. */
  public static Embedding embedding(int inputDim, int outputDim) {
    return new Embedding(inputDim, outputDim);
  }

  /** Masks the time steps in which all features are 0. */
  public static Masking masking() {
    return masking(0);
  }

  /** Masks the time steps in which all features have a value. */
  public static Masking masking(double maskValue) {
    return new Masking(maskValue);
  }

  /** Returns {@link EinsumDense}, a dense layer over any axes, without a bias. */
  public static EinsumDense einsumDense(String equation, int... outputShape) {
    return new EinsumDense(equation, outputShape);
  }

  /** Returns a function over operations as a layer. */
  public static Lambda lambda(UnaryOperator<Value> function) {
    Require.given("Lambda", "function", function);
    return new Lambda(inputs -> function.apply(inputs.get(0)));
  }

  /** Returns a function of several inputs over operations as a layer. */
  public static Lambda lambdaOfAll(Function<List<Value>, Value> function) {
    return new Lambda(function);
  }

  /** Passes its input on. */
  public static Identity identity() {
    return new Identity();
  }

  // Activations

  /** Applies a function, for example {@code RELU} or a lambda over operations. */
  public static Activation activation(ActivationFunction function) {
    return new Activation(function);
  }

  /** Applies the function of that name in Keras, for example {@code "relu"}. */
  public static Activation activation(String name) {
    return new Activation(Activations.byName(name));
  }

  /** Returns {@code max(x, 0)}. */
  public static ReLU relu() {
    return new ReLU();
  }

  /** Returns {@code x} above 0 and {@code 0.3 x} below. */
  public static LeakyReLU leakyRelu() {
    return leakyRelu(0.3);
  }

  /** Returns {@code x} above 0 and a multiple of it below. */
  public static LeakyReLU leakyRelu(double negativeSlope) {
    return new LeakyReLU(negativeSlope);
  }

  /** Returns {@code x} above a threshold and 0 elsewhere, as Keras had it until Keras 2. */
  public static ThresholdedReLU thresholdedRelu(double theta) {
    return new ThresholdedReLU(theta);
  }

  /** Returns {@code x} above 0 and {@code e^x - 1} below. */
  public static ELU elu() {
    return elu(1);
  }

  /** Returns {@code x} above 0 and {@code alpha * (e^x - 1)} below. */
  public static ELU elu(double alpha) {
    return new ELU(alpha);
  }

  /** Returns {@code x} above 0 and a trained multiple of it below. */
  public static PReLU prelu() {
    return new PReLU();
  }

  /** Returns the softmax over axes, the last one by default. */
  public static Softmax softmax(int... axes) {
    return new Softmax(axes);
  }

  // Convolutions

  /** Convolves sequences; strides are 1 and there is no padding by default. */
  public static Conv1D conv1D(int filters, int kernelSize) {
    return new Conv1D(filters, kernelSize);
  }

  /** Convolves images; strides are 1 and there is no padding by default. */
  public static Conv2D conv2D(int filters, int... kernelSize) {
    return new Conv2D(filters, kernelSize);
  }

  /** Convolves volumes; strides are 1 and there is no padding by default. */
  public static Conv3D conv3D(int filters, int... kernelSize) {
    return new Conv3D(filters, kernelSize);
  }

  /** Enlarges sequences by the gradient of a convolution. */
  public static Conv1DTranspose conv1DTranspose(int filters, int kernelSize) {
    return new Conv1DTranspose(filters, kernelSize);
  }

  /** Enlarges images by the gradient of a convolution. */
  public static Conv2DTranspose conv2DTranspose(int filters, int... kernelSize) {
    return new Conv2DTranspose(filters, kernelSize);
  }

  /** Enlarges volumes by the gradient of a convolution. */
  public static Conv3DTranspose conv3DTranspose(int filters, int... kernelSize) {
    return new Conv3DTranspose(filters, kernelSize);
  }

  /** Convolves each channel of sequences with kernels of its own. */
  public static DepthwiseConv1D depthwiseConv1D(int kernelSize) {
    return new DepthwiseConv1D(kernelSize);
  }

  /** Convolves each channel of images with kernels of its own. */
  public static DepthwiseConv2D depthwiseConv2D(int... kernelSize) {
    return new DepthwiseConv2D(kernelSize);
  }

  /** Convolves each channel of sequences, then mixes the channels. */
  public static SeparableConv1D separableConv1D(int filters, int kernelSize) {
    return new SeparableConv1D(filters, kernelSize);
  }

  /** Convolves each channel of images, then mixes the channels. */
  public static SeparableConv2D separableConv2D(int filters, int... kernelSize) {
    return new SeparableConv2D(filters, kernelSize);
  }

  // Pooling

  /** Returns the largest of each window, 2 long by default. */
  public static MaxPooling1D maxPooling1D(int... poolSize) {
    return new MaxPooling1D(poolSize);
  }

  /** Returns the mean of each window, 2 long by default. */
  public static AveragePooling1D averagePooling1D(int... poolSize) {
    return new AveragePooling1D(poolSize);
  }

  /** Returns the largest of each channel. */
  public static GlobalMaxPooling1D globalMaxPooling1D() {
    return new GlobalMaxPooling1D();
  }

  /** Returns the mean of each channel. */
  public static GlobalAveragePooling1D globalAveragePooling1D() {
    return new GlobalAveragePooling1D();
  }

  /** Returns the largest of each window, 2 long by default. */
  public static MaxPooling2D maxPooling2D(int... poolSize) {
    return new MaxPooling2D(poolSize);
  }

  /** Returns the mean of each window, 2 long by default. */
  public static AveragePooling2D averagePooling2D(int... poolSize) {
    return new AveragePooling2D(poolSize);
  }

  /** Returns the largest of each channel. */
  public static GlobalMaxPooling2D globalMaxPooling2D() {
    return new GlobalMaxPooling2D();
  }

  /** Returns the mean of each channel. */
  public static GlobalAveragePooling2D globalAveragePooling2D() {
    return new GlobalAveragePooling2D();
  }

  /** Returns the largest of each window, 2 long by default. */
  public static MaxPooling3D maxPooling3D(int... poolSize) {
    return new MaxPooling3D(poolSize);
  }

  /** Returns the mean of each window, 2 long by default. */
  public static AveragePooling3D averagePooling3D(int... poolSize) {
    return new AveragePooling3D(poolSize);
  }

  /** Returns the largest of each channel. */
  public static GlobalMaxPooling3D globalMaxPooling3D() {
    return new GlobalMaxPooling3D();
  }

  /** Returns the mean of each channel. */
  public static GlobalAveragePooling3D globalAveragePooling3D() {
    return new GlobalAveragePooling3D();
  }

  // Borders and sizes

  /** Puts zeros around: one number for all ends, one for each axis, or one for each end. */
  public static ZeroPadding1D zeroPadding1D(int... padding) {
    return new ZeroPadding1D(padding);
  }

  /** Puts zeros around: one number for all ends, one for each axis, or one for each end. */
  public static ZeroPadding2D zeroPadding2D(int... padding) {
    return new ZeroPadding2D(padding);
  }

  /** Puts zeros around: one number for all ends, one for each axis, or one for each end. */
  public static ZeroPadding3D zeroPadding3D(int... padding) {
    return new ZeroPadding3D(padding);
  }

  /** Leaves out the ends: one number for all, one for each axis, or one for each end. */
  public static Cropping1D cropping1D(int... cropping) {
    return new Cropping1D(cropping);
  }

  /** Leaves out the ends: one number for all, one for each axis, or one for each end. */
  public static Cropping2D cropping2D(int... cropping) {
    return new Cropping2D(cropping);
  }

  /** Leaves out the ends: one number for all, one for each axis, or one for each end. */
  public static Cropping3D cropping3D(int... cropping) {
    return new Cropping3D(cropping);
  }

  /** Enlarges each axis by whole factors, 2 by default. */
  public static UpSampling1D upSampling1D(int... size) {
    return new UpSampling1D(size);
  }

  /** Enlarges each axis by whole factors, 2 by default. */
  public static UpSampling2D upSampling2D(int... size) {
    return new UpSampling2D(size);
  }

  /** Enlarges each axis by whole factors, 2 by default. */
  public static UpSampling3D upSampling3D(int... size) {
    return new UpSampling3D(size);
  }

  // Regularization

  /** Sets a random share of the elements to zero in training. */
  public static Dropout dropout(double rate) {
    return new Dropout(rate);
  }

  /** Drops whole channels of {@code (batch, time, channels)} in training. */
  public static SpatialDropout1D spatialDropout1D(double rate) {
    return new SpatialDropout1D(rate);
  }

  /** Drops whole channels of {@code (batch, height, width, channels)} in training. */
  public static SpatialDropout2D spatialDropout2D(double rate) {
    return new SpatialDropout2D(rate);
  }

  /** Drops whole channels of {@code (batch, depth, height, width, channels)} in training. */
  public static SpatialDropout3D spatialDropout3D(double rate) {
    return new SpatialDropout3D(rate);
  }

  /** Adds normal numbers in training. */
  public static GaussianNoise gaussianNoise(double stddev) {
    return new GaussianNoise(stddev);
  }

  /** Multiplies by normal numbers around 1 in training. */
  public static GaussianDropout gaussianDropout(double rate) {
    return new GaussianDropout(rate);
  }

  /** Drops elements in training so that selu networks keep their moments. */
  public static AlphaDropout alphaDropout(double rate) {
    return new AlphaDropout(rate);
  }

  /** Passes its input on and adds a penalty on it to the loss. */
  public static ActivityRegularization activityRegularization(double l1, double l2) {
    return new ActivityRegularization(l1, l2);
  }

  // Shapes

  /** Lays all axes but the batch in one. */
  public static Flatten flatten() {
    return new Flatten();
  }

  /** Gives elements of the batch another shape; one extent may be -1. */
  public static Reshape reshape(int... targetShape) {
    return new Reshape(targetShape);
  }

  /** Reorders the axes of the elements of the batch, counted from 1. */
  public static Permute permute(int... dims) {
    return new Permute(dims);
  }

  /** Repeats vectors n times: {@code (batch, n, features)}. */
  public static RepeatVector repeatVector(int n) {
    return new RepeatVector(n);
  }

  // Normalization

  /** Normalises channels by the moments of the batch. */
  public static BatchNormalization batchNormalization() {
    return new BatchNormalization();
  }

  /** Normalises elements of the batch by their own moments, over the last axis. */
  public static LayerNormalization layerNormalization() {
    return new LayerNormalization();
  }

  /** Scales to root mean square 1 over the last axis. */
  public static RMSNormalization rmsNormalization() {
    return new RMSNormalization();
  }

  /** Divides a layer's kernel by its largest singular value in each step of training. */
  public static SpectralNormalization spectralNormalization(Layer layer) {
    return new SpectralNormalization(layer);
  }

  /** Normalises elements of the batch by the moments of 32 groups of channels. */
  public static GroupNormalization groupNormalization() {
    return groupNormalization(32);
  }

  /** Normalises elements of the batch by the moments of groups of channels. */
  public static GroupNormalization groupNormalization(int groups) {
    return new GroupNormalization(groups);
  }

  /** Scales to length 1 along axes, the last one by default. */
  public static UnitNormalization unitNormalization(int... axes) {
    return new UnitNormalization(axes);
  }

  // Merging

  /** Returns the sum of its inputs. */
  public static Add add() {
    return new Add();
  }

  /** Returns its first input minus the second. */
  public static Subtract subtract() {
    return new Subtract();
  }

  /** Returns the product of its inputs. */
  public static Multiply multiply() {
    return new Multiply();
  }

  /** Returns the mean of its inputs. */
  public static Average average() {
    return new Average();
  }

  /** Returns the largest of its inputs. */
  public static Maximum maximum() {
    return new Maximum();
  }

  /** Returns the smallest of its inputs. */
  public static Minimum minimum() {
    return new Minimum();
  }

  /** Returns its inputs one after the other along the last axis. */
  public static Concatenate concatenate() {
    return concatenate(-1);
  }

  /** Returns its inputs one after the other along an axis. */
  public static Concatenate concatenate(int axis) {
    return new Concatenate(axis);
  }

  /** Returns inner products of its two inputs along an axis of both, the batch being 0. */
  public static Dot dot(int axis) {
    return new Dot(axis);
  }

  /** Returns inner products of its two inputs along an axis of each. */
  public static Dot dot(int first, int second) {
    return new Dot(first, second);
  }

  // Images

  /** Brings images to one size, with straight lines between pixels. */
  public static Resizing resizing(int height, int width) {
    return new Resizing(height, width);
  }

  /** Takes the middle of images. */
  public static CenterCrop centerCrop(int height, int width) {
    return new CenterCrop(height, width);
  }

  /** In training, turns about every second image upside down and mirrors it. */
  public static RandomFlip randomFlip() {
    return new RandomFlip(RandomFlip.Mode.HORIZONTAL_AND_VERTICAL);
  }

  /** In training, mirrors about every second image. */
  public static RandomFlip randomFlip(RandomFlip.Mode mode) {
    return new RandomFlip(mode);
  }

  /** In training, turns images by up to a share of a whole turn, either way. */
  public static RandomRotation randomRotation(double factor) {
    return new RandomRotation(factor);
  }

  /** In training, shifts images by up to shares of their height and width, either way. */
  public static RandomTranslation randomTranslation(double height, double width) {
    return new RandomTranslation(height, width);
  }

  /** In training, zooms images by up to a factor of {@code 1 - factor} to {@code 1 + factor}. */
  public static RandomZoom randomZoom(double factor) {
    return new RandomZoom(factor);
  }

  /** In training, shears images by up to these shifts from row to row and column to column. */
  public static RandomShear randomShear(double x, double y) {
    return new RandomShear(x, y);
  }

  /** In training, takes a part at random out of each image. */
  public static RandomCrop randomCrop(int height, int width) {
    return new RandomCrop(height, width);
  }

  /** In training, stretches differences from the mean by 1 to {@code 1 + factor}. */
  public static RandomContrast randomContrast(double factor) {
    return new RandomContrast(factor);
  }

  /** In training, stretches differences from the mean by {@code 1 - less} to {@code 1 + more}. */
  public static RandomContrast randomContrast(double less, double more) {
    return new RandomContrast(less, more);
  }

  /** In training, adds up to a share of the range of values to images, or takes it away. */
  public static RandomBrightness randomBrightness(double factor) {
    return new RandomBrightness(factor);
  }

  /** In training, makes colours paler or stronger; 0 for grey, 0.5 for no change. */
  public static RandomSaturation randomSaturation(double from, double to) {
    return new RandomSaturation(from, to);
  }

  /** In training, makes a share of the images grey. */
  public static RandomGrayscale randomGrayscale(double factor) {
    return new RandomGrayscale(factor);
  }

  // Preprocessing

  /** Returns {@code x * scale}. */
  public static Rescaling rescaling(double scale) {
    return rescaling(scale, 0);
  }

  /** Returns {@code x * scale + offset}. */
  public static Rescaling rescaling(double scale, double offset) {
    return new Rescaling(scale, offset);
  }

  /** Returns features with mean 0 and variance 1, once adapted to data. */
  public static Normalization normalization() {
    return new Normalization();
  }

  /** Returns whole numbers below {@code numTokens} as vectors. */
  public static CategoryEncoding categoryEncoding(int numTokens) {
    return new CategoryEncoding(numTokens);
  }

  /** Returns numbers as the bins between these boundaries. */
  public static Discretization discretization(double... binBoundaries) {
    return new Discretization(binBoundaries);
  }

  /** Returns whole numbers of any kind as indices of a vocabulary. */
  public static IntegerLookup integerLookup(int... vocabulary) {
    return new IntegerLookup(vocabulary);
  }
}
