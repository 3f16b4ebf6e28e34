// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.regularizers.Regularizer;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;

/**
 * A variable of a layer, with its training settings. It is initialized lazily on first access, so
 * weights loaded from a file are never drawn.
 */
public final class Weight {
  private final Layer owner;
  private final Variable variable;
  private final Initializer initializer;
  private final boolean trainable;
  private final Regularizer regularizer;
  private final Constraint constraint;
  private Integer drawn; // the fingerprint of the initial value, or null

  Weight(
      Layer owner,
      String name,
      Shape shape,
      Initializer initializer,
      boolean trainable,
      Regularizer regularizer,
      Constraint constraint) {
    this.owner = owner;
    this.variable = new Variable(name, shape);
    variable.ownedBy(owner);
    this.initializer = initializer;
    this.trainable = trainable;
    this.regularizer = regularizer;
    this.constraint = constraint;
  }

  /** Reinitializes the weight, lazily on next access. */
  public void initialize(long key) {
    drawn = null;
    variable.setLater(
        () -> {
          Tensor content = initializer.initialize(variable.shape(), key);
          drawn = hash(content.cast(DType.FLOAT32).floats(), 0);
          return content;
        });
  }

  /** Returns whether the weight still has its initial value: it was not set, loaded or trained. */
  public boolean isAsDrawn() {
    return variable.isAwaited()
        || drawn != null && drawn == hash(variable.data(), variable.offset());
  }

  private int hash(float[] data, int from) {
    int hash = 1;
    for (int i = from; i < from + variable.size(); i++) {
      hash = 31 * hash + Float.floatToRawIntBits(data[i]);
    }
    return hash;
  }

  /**
   * Returns the layer's name, a slash and the weight's name, for example {@code dense_1/kernel}.
   */
  public String path() {
    return owner.name() + "/" + variable.name();
  }

  /** Returns the short name, for example {@code kernel}. */
  public String name() {
    return variable.name();
  }

  /** Returns the layer that created this weight. */
  public Layer owner() {
    return owner;
  }

  /** Returns the numbers. */
  public Variable variable() {
    return variable;
  }

  /** Returns the shape. */
  public Shape shape() {
    return variable.shape();
  }

  /** Returns a copy of the value. */
  public Tensor get() {
    return variable.get();
  }

  /** Replaces the content. */
  public void set(Tensor value) {
    variable.set(value);
  }

  /** Returns whether this kind of weight is trainable (moving averages are not). */
  public boolean trainableKind() {
    return trainable;
  }

  /**
   * Returns whether training updates this weight: its kind is trainable and its layer is not
   * frozen.
   */
  public boolean trainable() {
    return trainable && owner.trainable();
  }

  /** Returns the regularizer, or null. */
  public Regularizer regularizer() {
    return regularizer;
  }

  /** Returns the constraint, or null. */
  public Constraint constraint() {
    return constraint;
  }

  @Override
  public String toString() {
    return path() + shape();
  }
}
