// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import static io.nyala.initializers.Initializers.glorotUniform;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Base class of convolutions whose windows each have a kernel of their own. Keras 2 has these
 * layers; Keras 3 does not, and cannot open files with them.
 *
 * <p>The {@code implementation} of Keras 2 is only a layout of the kernel here; all three compute
 * the same in the same way.
 *
 * @param <L> the concrete layer type
 */
abstract class LocallyConnected<L extends LocallyConnected<L>> extends SpatialLayer<L> {
  private final int filters;
  private final int[] kernelSize;
  private int[] strides = perAxis("strides", 1);
  private Padding padding = Padding.VALID;
  private int implementation = 1;
  private ActivationFunction activation = Activations.LINEAR;
  private boolean useBias = true;
  private final WeightOptions kernelOptions = new WeightOptions("kernel", glorotUniform());
  private final WeightOptions biasOptions = new WeightOptions("bias", zeros());
  private LocalWindows windows;
  private int channels;
  private Weight kernel;
  private Weight bias;
  private Tensor places;

  LocallyConnected(int spatialRank, int filters, int... kernelSize) {
    super(spatialRank);
    this.filters = Require.positive(className(), "filters", filters);
    this.kernelSize = perAxis("kernel_size", kernelSize);
  }

  final L read(Settings s) {
    strides(s.getInts("strides", 1));
    implementation(s.getInt("implementation", 1));
    padding(s.getEnum("padding", Padding.VALID));
    activation = Activations.fromConfig(s.get("activation"));
    useBias = s.getBoolean("use_bias", true);
    kernelOptions.readFrom(s);
    biasOptions.readFrom(s);
    return readDataFormat(s);
  }

  // Settings

  /** Sets the strides; default 1. One number for all axes or one per axis. */
  public L strides(int... newStrides) {
    L self = unbuilt();
    strides = perAxis("strides", newStrides);
    return self;
  }

  /** Sets the padding; default none. {@code SAME} needs implementation 2 or 3. */
  public L padding(Padding newPadding) {
    L self = unbuilt();
    if (Require.given(className(), "padding", newPadding) == Padding.CAUSAL) {
      throw new IllegalArgumentException(className() + ": padding must be VALID or SAME");
    }
    padding = newPadding;
    return self;
  }

  /** Sets the padding by its Keras name, for example {@code "same"}. */
  public L padding(String name) {
    return padding(Padding.byName(name));
  }

  /**
   * Sets the layout of the kernel; default 1.
   *
   * <ol>
   *   <li>{@code (windows, positions * channels, filters)};
   *   <li>{@code (input..., output...)}, all inputs with all outputs, of which only the windows'
   *       weights are used;
   *   <li>only the weights that exist, in one axis.
   * </ol>
   */
  public L implementation(int newImplementation) {
    L self = unbuilt();
    if (newImplementation < 1 || newImplementation > 3) {
      throw new IllegalArgumentException(
          "%s: implementation must be 1, 2 or 3, got %d".formatted(className(), newImplementation));
    }
    implementation = newImplementation;
    return self;
  }

  /** Sets the activation function; default linear. */
  public L activation(ActivationFunction newActivation) {
    L self = unbuilt();
    activation = Require.given(className(), "activation", newActivation);
    return self;
  }

  /** Sets the activation function by its Keras name, for example {@code "relu"}. */
  public L activation(String name) {
    return activation(Activations.byName(name));
  }

  /** Sets whether the layer has a bias, one for each element of the output; default true. */
  public L useBias(boolean newUseBias) {
    L self = unbuilt();
    useBias = newUseBias;
    return self;
  }

  /** Sets the initializer of the kernel; default Glorot uniform. */
  public L kernelInitializer(Initializer initializer) {
    L self = unbuilt();
    kernelOptions.initializer(initializer);
    return self;
  }

  /** Sets the regularizer of the kernel; default none. */
  public L kernelRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    kernelOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the kernel after each update; default none. */
  public L kernelConstraint(Constraint constraint) {
    L self = unbuilt();
    kernelOptions.constraint(constraint);
    return self;
  }

  /** Sets the initializer of the bias; default zeros. */
  public L biasInitializer(Initializer initializer) {
    L self = unbuilt();
    biasOptions.initializer(initializer);
    return self;
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

  /** Returns the kernel, or null before the layer is built. */
  public Weight kernel() {
    return kernel;
  }

  /** Returns the bias, or null if there is none or the layer is not built. */
  public Weight bias() {
    return bias;
  }

  // The layer

  @Override
  protected final void build(List<Shape> inputShapes) {
    Shape x = entered(inputShapes.get(0));
    Shape space = x.slice(1, x.rank() - 1);
    if (!space.isKnown() || x.last() == Shape.UNKNOWN) {
      throw new ShapeException(
          "all extents but the batch must be known, because each position has weights of its own");
    }
    if (padding == Padding.SAME && implementation == 1) {
      throw new IllegalArgumentException(this + ": padding SAME needs implementation 2 or 3");
    }
    channels = x.last();
    windows = LocalWindows.of(kernelSize, strides, padding, space);
    kernel = addWeight("kernel", kernelShape(), kernelOptions);
    places =
        switch (implementation) {
          case 2 -> windows.inDense(channels, filters, isChannelsFirst(), kernel.shape().size());
          case 3 -> windows.inSparse(channels, filters, isChannelsFirst(), kernel.shape().size());
          default -> null;
        };
    if (useBias) {
      bias = addWeight("bias", windows.output().insert(-1, filters), biasOptions);
    }
  }

  private Shape kernelShape() {
    return switch (implementation) {
      case 1 ->
          Shape.of(
              windows.output().size(),
              Shape.extent((long) windows.positions() * channels),
              filters);
      case 2 -> side(windows.input(), channels).concat(side(windows.output(), filters));
      default -> Shape.of(windows.sparseSize(channels, filters));
    };
  }

  private Shape side(Shape space, int features) {
    return space.insert(isChannelsFirst() ? 0 : -1, features);
  }

  @Override
  protected final Value call(Call call, Value input) {
    Value x = enter(input);
    Shape expected = windows.input().insert(-1, channels);
    if (!expected.equals(x.shape().drop(0))) {
      throw new ShapeException("expected the extents that it was built on");
    }
    // One product for each window: (windows, batch, elements) x (windows, elements, filters).
    Value elements = Ops.transpose(windows.elements(x), 1, 0, 2);
    Value products = Ops.transpose(Ops.matmul(elements, weights(call)), 1, 0, 2);
    Shape shape = Shape.of(x.shape().dim(0)).concat(windows.output()).insert(-1, filters);
    Value y = leave(Ops.reshape(products, shape));
    if (bias != null) {
      // Keras 2 reads the elements of a bias in the order in which it stores them.
      y = Ops.add(y, Ops.reshape(call.read(bias), side(windows.output(), filters)));
    }
    return activation.apply(y);
  }

  /** Returns the kernel as {@code (windows, positions * channels, filters)}. */
  private Value weights(Call call) {
    Value stored = call.read(kernel);
    if (places != null) {
      Value column = Ops.reshape(stored, Shape.of(kernel.shape().size(), 1));
      Value withZero = Ops.pad(column, 0, 0, 1, 0);
      return Ops.reshape(Ops.gather(withZero, Ops.constant(places)), places.shape());
    }
    if (!isChannelsFirst()) {
      return stored;
    }
    Shape apart = Shape.of(windows.output().size(), channels, windows.positions(), filters);
    Value turned = Ops.transpose(Ops.reshape(stored, apart), 0, 2, 1, 3);
    return Ops.reshape(turned, kernel.shape());
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("filters", filters);
    config.put("kernel_size", ShapeForm.list(kernelSize));
    config.put("strides", ShapeForm.list(strides));
    config.put("padding", padding.kerasName());
    putDataFormat(config);
    config.put("activation", activation.config());
    config.put("use_bias", useBias);
    kernelOptions.writeTo(config);
    biasOptions.writeTo(config);
    config.put("implementation", implementation);
    return config;
  }
}
