// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.activations.ActivationFunction;
import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Base class of recurrent layers with Keras's cells, whose settings it takes.
 *
 * @param <L> the concrete layer type
 * @param <C> the cell's type
 */
abstract class GatedRecurrent<L extends GatedRecurrent<L, C>, C extends GatedCell<C>>
    extends Recurrent<L> {
  final C cell;

  GatedRecurrent(C cell) {
    this.cell = add(cell);
  }

  @Override
  final C cell() {
    return cell;
  }

  final L readLayer(Settings s) {
    return readRecurrent(s);
  }

  /** Sets the activation of the candidate; default tanh. */
  public L activation(ActivationFunction newActivation) {
    L self = unbuilt();
    cell.open();
    cell.activation = Require.given(className(), "activation", newActivation);
    return self;
  }

  /** Sets whether the layer has a bias; default true. */
  public L useBias(boolean newUseBias) {
    L self = unbuilt();
    cell.open();
    cell.useBias = newUseBias;
    return self;
  }

  /** Sets the initializer of the kernel; default Glorot uniform. */
  public L kernelInitializer(Initializer initializer) {
    L self = unbuilt();
    cell.open();
    cell.kernelOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of the recurrent kernel; default orthogonal. */
  public L recurrentInitializer(Initializer initializer) {
    L self = unbuilt();
    cell.open();
    cell.recurrentOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of the bias; default zeros. */
  public L biasInitializer(Initializer initializer) {
    L self = unbuilt();
    cell.open();
    cell.biasOptions.initializer(initializer);
    return self;
  }

  /** Sets the regularizer of the kernel; default none. */
  public L kernelRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    cell.open();
    cell.kernelOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the regularizer of the recurrent kernel; default none. */
  public L recurrentRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    cell.open();
    cell.recurrentOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the regularizer of the bias; default none. */
  public L biasRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    cell.open();
    cell.biasOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the kernel after each update; default none. */
  public L kernelConstraint(Constraint constraint) {
    L self = unbuilt();
    cell.open();
    cell.kernelOptions.constraint(constraint);
    return self;
  }

  /** Sets the constraint applied to the recurrent kernel after each update; default none. */
  public L recurrentConstraint(Constraint constraint) {
    L self = unbuilt();
    cell.open();
    cell.recurrentOptions.constraint(constraint);
    return self;
  }

  /** Sets the constraint applied to the bias after each update; default none. */
  public L biasConstraint(Constraint constraint) {
    L self = unbuilt();
    cell.open();
    cell.biasOptions.constraint(constraint);
    return self;
  }

  /**
   * Sets the fraction of the input features to drop, the same for all time steps of a batch;
   * default 0.
   */
  public L dropout(double rate) {
    L self = unbuilt();
    cell.open();
    cell.dropout = Require.rate(className(), rate);
    return self;
  }

  /**
   * Sets the fraction of the state to drop before the recurrent product, the same for all time
   * steps of a batch; default 0.
   */
  public L recurrentDropout(double rate) {
    L self = unbuilt();
    cell.open();
    cell.recurrentDropout = Require.rate(className(), rate);
    return self;
  }

  /** Sets a seed for dropout; the default is the seed of training. */
  public L seed(long newSeed) {
    L self = unbuilt();
    cell.open();
    cell.seed = newSeed;
    return self;
  }

  /** Returns the kernel, or null before the layer is built. */
  public Weight kernel() {
    return cell.kernel;
  }

  /** Returns the recurrent kernel, or null before the layer is built. */
  public Weight recurrentKernel() {
    return cell.recurrentKernel;
  }

  /** Returns the bias, or null if there is none or the layer is not built. */
  public Weight bias() {
    return cell.bias;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    cell.writeTo(config);
    config.putIfAbsent("activity_regularizer", null);
    return config;
  }
}
