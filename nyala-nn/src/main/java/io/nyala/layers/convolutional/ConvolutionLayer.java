// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import static io.nyala.initializers.Initializers.zeros;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Convolution;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Base class of all convolutions: strides, dilation, padding, bias and activation.
 *
 * @param <L> the concrete layer type
 */
abstract class ConvolutionLayer<L extends ConvolutionLayer<L>> extends SpatialLayer<L> {
  private final int[] kernelSize;
  private int[] strides = perAxis("strides", 1);
  private int[] dilationRate = perAxis("dilation_rate", 1);
  private Padding padding = Padding.VALID;
  private ActivationFunction activation = Activations.LINEAR;
  private boolean useBias = true;
  private final WeightOptions biasOptions = new WeightOptions("bias", zeros());
  private int channels;
  private Weight bias;

  ConvolutionLayer(int spatialRank, int... kernelSize) {
    super(spatialRank);
    this.kernelSize = perAxis("kernel_size", kernelSize);
  }

  L read(Settings s) {
    activation = Activations.fromConfig(s.get("activation"));
    useBias = s.getBoolean("use_bias", true);
    biasOptions.readFrom(s);
    strides(s.getInts("strides", 1));
    dilationRate(s.getInts("dilation_rate", 1));
    padding(s.getEnum("padding", Padding.VALID));
    return readDataFormat(s);
  }

  // Settings

  /** Sets the strides; default 1. One number for all axes or one per axis. */
  public L strides(int... newStrides) {
    L self = unbuilt();
    strides = perAxis("strides", newStrides);
    return self;
  }

  /** Sets the dilation rate; default 1. One number for all axes or one per axis. */
  public L dilationRate(int... newDilationRate) {
    L self = unbuilt();
    dilationRate = perAxis("dilation_rate", newDilationRate);
    return self;
  }

  /** Sets the padding; default none. */
  public L padding(Padding newPadding) {
    L self = unbuilt();
    if (newPadding == Padding.CAUSAL && !allowsCausal()) {
      throw new IllegalArgumentException(
          className() + ": padding must be VALID or SAME; CAUSAL is only for Conv1D");
    }
    padding = Require.given(className(), "padding", newPadding);
    return self;
  }

  /** Sets the padding by its Keras name, for example {@code "same"}. */
  public L padding(String name) {
    return padding(Padding.byName(name));
  }

  /** Sets the activation function; default linear. May be a lambda over operations. */
  public L activation(ActivationFunction newActivation) {
    L self = unbuilt();
    activation = Require.given(className(), "activation", newActivation);
    return self;
  }

  /** Sets the activation function by its Keras name, for example {@code "relu"}. */
  public L activation(String name) {
    return activation(Activations.byName(name));
  }

  /** Sets whether the layer has a bias; default true. */
  public L useBias(boolean newUseBias) {
    L self = unbuilt();
    useBias = newUseBias;
    return self;
  }

  /** Sets the initializer of the bias; default zeros. */
  public L biasInitializer(Initializer initializer) {
    L self = unbuilt();
    biasOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of the bias by its Keras name. */
  public L biasInitializer(String name) {
    return biasInitializer(Initializers.byName(name));
  }

  /** Sets the regularizer of the bias; default none. */
  public L biasRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    biasOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the bias after each update; default none. */
  public L biasConstraint(Constraint constraint) {
    L self = unbuilt();
    biasOptions.constraint(constraint);
    return self;
  }

  /** Returns the activation function. */
  public ActivationFunction activation() {
    return activation;
  }

  /** Returns the bias, or null if there is none or the layer is not built. */
  public Weight bias() {
    return bias;
  }

  // For subclasses

  /** Creates the kernels for this number of input channels. */
  abstract void buildKernels(int inputChannels);

  /** Returns the number of output channels. */
  abstract int outputChannels(int inputChannels);

  /** Computes the output from float32 input with channels last. */
  abstract Value convolve(Call call, Value x);

  boolean allowsCausal() {
    return false;
  }

  /** Returns whether Keras allows strides and dilation rates above 1 together. */
  boolean allowsDilatedStrides() {
    return false;
  }

  final int[] kernelSize() {
    return kernelSize.clone();
  }

  final int[] strides() {
    return strides.clone();
  }

  final int[] dilationRate() {
    return dilationRate.clone();
  }

  final Padding padding() {
    return padding;
  }

  /** Returns {@code (kernel_size..., in, out)}. */
  final Shape kernelShape(int in, int out) {
    return Shape.of(kernelSize).concat(Shape.of(in, out));
  }

  /** Returns the window parameters for x. */
  final Window window(Value x) {
    return padding.window(x.shape(), kernelSize, strides, dilationRate);
  }

  /** Computes {@code activation(x * kernel + bias)}. */
  final Value activated(Call call, Window window, int groups, Value x, Value kernel) {
    List<Value> operands = bias == null ? List.of(x, kernel) : List.of(x, kernel, call.read(bias));
    return activation
        .onKernel()
        .map(fused -> convolution(window, groups, fused, operands))
        .orElseGet(
            () ->
                activation.apply(
                    convolution(
                        window, groups, io.nyala.ops.kinds.FusedActivation.LINEAR, operands)));
  }

  private static Value convolution(
      Window window, int groups, io.nyala.ops.kinds.FusedActivation fused, List<Value> operands) {
    return Node.apply(new Convolution(window, groups, fused), operands).get(0);
  }

  // The layer

  @Override
  protected final void build(List<Shape> inputShapes) {
    Shape x = entered(inputShapes.get(0));
    if (x.last() == Shape.UNKNOWN) {
      throw new ShapeException("the number of channels must be known");
    }
    if (!allowsDilatedStrides()
        && Arrays.stream(strides).max().orElse(1) > 1
        && Arrays.stream(dilationRate).max().orElse(1) > 1) {
      throw new IllegalArgumentException(
          "%s: strides %s and dilation_rate %s must not both be above 1"
              .formatted(this, Arrays.toString(strides), Arrays.toString(dilationRate)));
    }
    channels = x.last();
    buildKernels(channels);
    if (useBias) {
      bias = addWeight("bias", Shape.of(outputChannels(channels)), biasOptions);
    }
  }

  @Override
  protected final Value call(Call call, Value input) {
    Value x = enter(input);
    if (!Shape.of(channels).accepts(Shape.of(x.shape().last()))) {
      throw new ShapeException("expected %d channels, as when built".formatted(channels));
    }
    return leave(convolve(call, x));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("kernel_size", ShapeForm.list(kernelSize));
    config.put("strides", ShapeForm.list(strides));
    config.put("padding", padding.kerasName());
    putDataFormat(config);
    config.put("dilation_rate", ShapeForm.list(dilationRate));
    config.put("activation", activation.config());
    config.put("use_bias", useBias);
    biasOptions.writeTo(config);
    return config;
  }
}
