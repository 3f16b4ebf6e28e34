// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import static io.nyala.initializers.Initializers.ones;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * Base class of normalizations with an optional trained scale gamma and an optional trained shift
 * beta.
 *
 * @param <L> the concrete layer type
 */
public abstract class ScaleAndShift<L extends ScaleAndShift<L>> extends ChainedLayer<L> {
  private final String layer;
  private double epsilon = 1e-3;
  private boolean center = true;
  private boolean scale = true;
  private final WeightOptions gammaOptions = new WeightOptions("gamma", ones());
  private final WeightOptions betaOptions = new WeightOptions("beta", zeros());
  private Weight gamma;
  private Weight beta;

  ScaleAndShift(String layer) {
    this.layer = layer;
  }

  final L readScaleAndShift(Settings s) {
    gammaOptions.readFrom(s);
    betaOptions.readFrom(s);
    return epsilon(s.getDouble("epsilon", 1e-3))
        .center(s.getBoolean("center", true))
        .scale(s.getBoolean("scale", true));
  }

  final void buildScaleAndShift(Shape shape) {
    if (scale) {
      gamma = addWeight("gamma", shape, gammaOptions);
    }
    if (center) {
      beta = addWeight("beta", shape, betaOptions);
    }
  }

  final void putScaleAndShift(Map<String, Object> config) {
    config.put("epsilon", epsilon);
    config.put("center", center);
    config.put("scale", scale);
    betaOptions.writeTo(config);
    gammaOptions.writeTo(config);
  }

  /** Sets the value added to the variance; default 0.001. */
  public L epsilon(double newEpsilon) {
    L self = unbuilt();
    epsilon = Require.notNegative(layer, "epsilon", newEpsilon);
    return self;
  }

  /** Sets whether to add beta; default true. */
  public L center(boolean newCenter) {
    L self = unbuilt();
    center = newCenter;
    return self;
  }

  /** Sets whether to multiply by gamma; default true. */
  public L scale(boolean newScale) {
    L self = unbuilt();
    scale = newScale;
    return self;
  }

  /** Sets the initializer of beta; default zeros. */
  public L betaInitializer(Initializer initializer) {
    L self = unbuilt();
    betaOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of gamma; default ones. */
  public L gammaInitializer(Initializer initializer) {
    L self = unbuilt();
    gammaOptions.initializer(initializer);
    return self;
  }

  /** Sets the regularizer of beta; default none. */
  public L betaRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    betaOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the regularizer of gamma; default none. */
  public L gammaRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    gammaOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to beta after each update; default none. */
  public L betaConstraint(Constraint constraint) {
    L self = unbuilt();
    betaOptions.constraint(constraint);
    return self;
  }

  /** Sets the constraint applied to gamma after each update; default none. */
  public L gammaConstraint(Constraint constraint) {
    L self = unbuilt();
    gammaOptions.constraint(constraint);
    return self;
  }

  final float epsilon() {
    return (float) epsilon;
  }

  /** Returns gamma, or ones if it is disabled. */
  final Value gammaOrOnes(Call call, Shape shape) {
    return gamma == null ? Ops.constant(Tensor.full(shape, 1)) : call.read(gamma);
  }

  /** Returns beta, or zeros if it is disabled. */
  final Value betaOrZeros(Call call, Shape shape) {
    return beta == null ? Ops.constant(Tensor.zeros(shape)) : call.read(beta);
  }

  /**
   * Computes {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta}.
   *
   * @param mean broadcastable to x, as is the variance
   * @param along the shape that makes gamma and beta broadcastable to x
   */
  final Value normalize(Call call, Value x, Value mean, Value variance, Shape along) {
    Value factor = Ops.rsqrt(Ops.add(variance, epsilon()));
    if (gamma != null) {
      factor = Ops.multiply(factor, Ops.reshape(call.read(gamma), along));
    }
    Value shift = Ops.negate(Ops.multiply(mean, factor));
    if (beta != null) {
      shift = Ops.add(shift, Ops.reshape(call.read(beta), along));
    }
    return Ops.add(Ops.multiply(x, factor), shift);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }
}
