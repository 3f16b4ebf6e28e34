// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import static io.nyala.initializers.Initializers.randomUniform;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Categories;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * Maps integers to dense vectors: int32 {@code (batch, ...)} to {@code (batch, ..., outputDim)}.
 * Fractions are truncated; NaN and numbers out of range are rejected.
 *
 * <p>Weights: embeddings {@code (inputDim, outputDim)}, initialized uniformly in {@code [-0.05,
 * 0.05]}.
 */
public final class Embedding extends ChainedLayer<Embedding> implements Categories {
  private final int inputDim;
  private final int outputDim;
  private boolean maskZero;
  private final WeightOptions options = new WeightOptions("embeddings", randomUniform());
  private Weight embeddings;

  /**
   * Creates the layer.
   *
   * @param inputDim the size of the vocabulary; inputs are from 0 to {@code inputDim - 1}
   * @param outputDim the length of the vectors
   */
  public Embedding(int inputDim, int outputDim) {
    this.inputDim = Require.positive("Embedding", "input_dim", inputDim);
    this.outputDim = Require.positive("Embedding", "output_dim", outputDim);
  }

  static Embedding from(Settings s) {
    Embedding layer = new Embedding(s.getInt("input_dim"), s.getInt("output_dim"));
    layer.options.readFrom(s);
    return layer.maskZero(s.getBoolean("mask_zero", false));
  }

  /** Sets whether the input 0 is padding to be masked; default false. */
  public Embedding maskZero(boolean newMaskZero) {
    unbuilt().maskZero = newMaskZero;
    return this;
  }

  /** Sets the initializer of the vectors, for example a constant with pretrained ones. */
  public Embedding embeddingsInitializer(Initializer initializer) {
    unbuilt().options.initializer(initializer);
    return this;
  }

  /** Sets the regularizer of the vectors; default none. */
  public Embedding embeddingsRegularizer(Regularizer regularizer) {
    unbuilt().options.regularizer(regularizer);
    return this;
  }

  /** Sets the constraint applied to the vectors after each update; default none. */
  public Embedding embeddingsConstraint(Constraint constraint) {
    unbuilt().options.constraint(constraint);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    embeddings = addWeight("embeddings", Shape.of(inputDim, outputDim), options);
  }

  @Override
  public int categories() {
    return inputDim;
  }

  @Override
  protected Value call(Call call, Value x) {
    return Ops.gather(call.read(embeddings), Categories.whole(x));
  }

  @Override
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    return maskZero ? Ops.notEqual(inputs.get(0), 0) : null;
  }

  @Override
  protected boolean supportsMasking() {
    return maskZero;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("input_dim", inputDim);
    config.put("output_dim", outputDim);
    options.writeTo(config);
    config.putIfAbsent("activity_regularizer", null);
    config.put("mask_zero", maskZero);
    config.put("quantization_config", null);
    return config;
  }
}
