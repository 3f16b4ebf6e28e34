// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import static io.nyala.initializers.Initializers.glorotUniform;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.VarianceScaling;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * A dense layer over any axes: {@code activation(einsum(equation, x, kernel) + bias)}.
 *
 * <p>{@code new EinsumDense("abc,cde->abde", -1, 2, 3)} maps {@code (batch, time, in)} to {@code
 * (batch, time, 2, 3)}. Weights: kernel, with the axes of the equation's second term, and a bias if
 * set by {@link #biasAxes}.
 */
public final class EinsumDense extends ChainedLayer<EinsumDense> {
  private final String equation;
  private final Shape outputShape;
  private String biasAxes;
  private ActivationFunction activation = Activations.LINEAR;
  private final WeightOptions kernelOptions = new WeightOptions("kernel", glorotUniform());
  private final WeightOptions biasOptions = new WeightOptions("bias", zeros());
  private EinsumEquation bound;
  private Weight kernel;
  private Weight bias;

  /**
   * Creates a linear layer without a bias, with a Glorot uniform kernel.
   *
   * @param equation has a letter for each axis of input, kernel and output; an ellipsis, first or
   *     last in input and output, matches any number of axes
   * @param outputShape the output shape without the batch axis and the axes of the ellipsis; -1 for
   *     extents inferred from the input
   */
  public EinsumDense(String equation, int... outputShape) {
    this(equation, Shape.of(Require.given("EinsumDense", "output_shape", outputShape)));
  }

  /** Same as {@link #EinsumDense(String, int...)}, with a shape. */
  public EinsumDense(String equation, Shape outputShape) {
    this.equation = Require.given("EinsumDense", "equation", equation);
    this.outputShape = Require.given("EinsumDense", "output_shape", outputShape);
  }

  static EinsumDense from(Settings s) {
    EinsumDense layer =
        new EinsumDense(s.getString("equation", ""), s.getShape("output_shape"))
            .activation(Activations.fromConfig(s.get("activation")))
            .biasAxes(s.getString("bias_axes", null));
    layer.kernelOptions.readFrom(s);
    layer.biasOptions.readFrom(s);
    return layer;
  }

  /** Sets the output axes of the bias, by their letters; null for no bias. */
  public EinsumDense biasAxes(String newBiasAxes) {
    unbuilt().biasAxes = newBiasAxes;
    return this;
  }

  /** Sets the activation function; default linear. */
  public EinsumDense activation(ActivationFunction newActivation) {
    unbuilt().activation = Require.given(className(), "activation", newActivation);
    return this;
  }

  /** Sets the initializer of the kernel; default Glorot uniform. */
  public EinsumDense kernelInitializer(Initializer initializer) {
    unbuilt().kernelOptions.initializer(initializer);
    return this;
  }

  /** Sets the initializer of the bias; default zeros. */
  public EinsumDense biasInitializer(Initializer initializer) {
    unbuilt().biasOptions.initializer(initializer);
    return this;
  }

  /** Sets the regularizer of the kernel; default none. */
  public EinsumDense kernelRegularizer(Regularizer regularizer) {
    unbuilt().kernelOptions.regularizer(regularizer);
    return this;
  }

  /** Sets the regularizer of the bias; default none. */
  public EinsumDense biasRegularizer(Regularizer regularizer) {
    unbuilt().biasOptions.regularizer(regularizer);
    return this;
  }

  /** Sets the constraint applied to the kernel after each update; default none. */
  public EinsumDense kernelConstraint(Constraint constraint) {
    unbuilt().kernelOptions.constraint(constraint);
    return this;
  }

  /** Sets the constraint applied to the bias after each update; default none. */
  public EinsumDense biasConstraint(Constraint constraint) {
    unbuilt().biasOptions.constraint(constraint);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    bound = new EinsumEquation(equation, inputShapes.get(0), outputShape);
    kernel =
        addWeight(
            "kernel",
            bound.kernelShape(),
            byFans(kernelOptions.initializer()),
            true,
            kernelOptions.regularizer(),
            kernelOptions.constraint());
    if (biasAxes != null) {
      bias = addWeight("bias", bound.biasShape(biasAxes), biasOptions);
    }
  }

  /**
   * Passes the fans of the equation, instead of those of the last axes, to an initializer that uses
   * them.
   */
  private Initializer byFans(Initializer initializer) {
    return initializer instanceof VarianceScaling scaling
        ? (shape, key) -> scaling.initialize(bound.fans(), key).reshape(shape)
        : initializer;
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Ops.cast(input, DType.FLOAT32);
    EinsumEquation here = new EinsumEquation(equation, x.shape(), outputShape);
    Value k = call.read(kernel);
    if (bias != null && here.isBiasOfUnits(biasAxes)) {
      Value b = Ops.reshape(call.read(bias), Shape.of(bias.variable().size()));
      FusedActivation fused = activation.onKernel().orElse(FusedActivation.LINEAR);
      Value y = here.apply(x, k, (rows, matrix) -> Ops.dense(rows, matrix, b, fused));
      return activation.onKernel().isPresent() ? y : activation.apply(y);
    }
    Value y =
        here.apply(x, k, (rows, matrix) -> Ops.dense(rows, matrix, null, FusedActivation.LINEAR));
    return activation.apply(bias == null ? y : Ops.add(y, call.read(bias)));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("equation", equation);
    config.put("output_shape", ShapeForm.of(outputShape));
    config.put("activation", activation.config());
    config.put("bias_axes", biasAxes);
    kernelOptions.writeTo(config);
    biasOptions.writeTo(config);
    config.putIfAbsent("activity_regularizer", null);
    config.put("quantization_config", null);
    return config;
  }
}
