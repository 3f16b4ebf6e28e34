// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;

/**
 * A symbolic tensor: one output of a {@link Node}. Values are compared by identity.
 *
 * <p>The methods are the most common operations of {@link Ops}, so that {@code a.times(b).plus(c)}
 * reads from left to right. Each call creates a node; nothing is computed until an engine runs the
 * graph. Operands broadcast as in NumPy, axes may be negative, and reductions without axes are over
 * all axes. {@link Ops} has all other operations.
 */
public final class Value {
  private final Node node;
  private final int index;
  private final Type type;

  Value(Node node, int index, Type type) {
    this.node = node;
    this.index = index;
    this.type = type;
  }

  /** Returns the node that computes this value. */
  public Node node() {
    return node;
  }

  /** Returns the index of this value among the node's outputs. */
  public int index() {
    return index;
  }

  /** Returns shape and element type. */
  public Type type() {
    return type;
  }

  /** Returns the shape; the batch size may be unknown. */
  public Shape shape() {
    return type.shape();
  }

  /** Returns the element type. */
  public DType dtype() {
    return type.dtype();
  }

  // Arithmetic, element by element

  /** Returns {@code this + other}. */
  public Value plus(Value other) {
    return Ops.add(this, other);
  }

  /** Returns {@code this + other} for a scalar. */
  public Value plus(float other) {
    return Ops.add(this, other);
  }

  /** Returns {@code this - other}. */
  public Value minus(Value other) {
    return Ops.subtract(this, other);
  }

  /** Returns {@code this - other} for a scalar. */
  public Value minus(float other) {
    return Ops.subtract(this, other);
  }

  /** Returns {@code this * other}. */
  public Value times(Value other) {
    return Ops.multiply(this, other);
  }

  /** Returns {@code this * other} for a scalar. */
  public Value times(float other) {
    return Ops.multiply(this, other);
  }

  /** Returns {@code this / other}. */
  public Value dividedBy(Value other) {
    return Ops.divide(this, other);
  }

  /** Returns {@code this / other} for a scalar. */
  public Value dividedBy(float other) {
    return Ops.divide(this, other);
  }

  /** Returns this to the power of {@code exponent}. */
  public Value pow(Value exponent) {
    return Ops.power(this, exponent);
  }

  /** Returns this to the power of {@code exponent}. */
  public Value pow(float exponent) {
    return Ops.power(this, exponent);
  }

  /** Returns {@code -this}. */
  public Value negate() {
    return Ops.negate(this);
  }

  /** Returns {@code |this|}. */
  public Value abs() {
    return Ops.abs(this);
  }

  /** Returns {@code this * this}. */
  public Value square() {
    return Ops.square(this);
  }

  /** Returns the square root. */
  public Value sqrt() {
    return Ops.sqrt(this);
  }

  /** Returns {@code e^this}. */
  public Value exp() {
    return Ops.exp(this);
  }

  /** Returns the natural logarithm. */
  public Value log() {
    return Ops.log(this);
  }

  /** Returns the hyperbolic tangent. */
  public Value tanh() {
    return Ops.tanh(this);
  }

  /** Returns {@code 1 / (1 + e^-this)}. */
  public Value sigmoid() {
    return Ops.sigmoid(this);
  }

  /** Returns {@code max(this, 0)}. */
  public Value relu() {
    return Ops.relu(this);
  }

  /** Returns the elements clipped to {@code [low, high]}. */
  public Value clip(float low, float high) {
    return Ops.clip(this, low, high);
  }

  /**
   * Returns the elements converted; conversion to int32 truncates, conversion to bool is {@code !=
   * 0}.
   */
  public Value cast(DType to) {
    return Ops.cast(this, to);
  }

  // Reductions and products

  /** Returns the sum along axes, which are removed. */
  public Value sum(int... axes) {
    return Ops.sum(this, false, axes);
  }

  /** Returns the sum along axes, which are kept with extent 1 if {@code keepDims}. */
  public Value sum(boolean keepDims, int... axes) {
    return Ops.sum(this, keepDims, axes);
  }

  /** Returns the mean along axes, which are removed. */
  public Value mean(int... axes) {
    return Ops.mean(this, false, axes);
  }

  /** Returns the mean along axes, which are kept with extent 1 if {@code keepDims}. */
  public Value mean(boolean keepDims, int... axes) {
    return Ops.mean(this, keepDims, axes);
  }

  /** Returns the maximum along axes, which are removed. */
  public Value max(int... axes) {
    return Ops.max(this, false, axes);
  }

  /** Returns the maximum along axes, which are kept with extent 1 if {@code keepDims}. */
  public Value max(boolean keepDims, int... axes) {
    return Ops.max(this, keepDims, axes);
  }

  /** Returns the minimum along axes, which are removed. */
  public Value min(int... axes) {
    return Ops.min(this, false, axes);
  }

  /** Returns the minimum along axes, which are kept with extent 1 if {@code keepDims}. */
  public Value min(boolean keepDims, int... axes) {
    return Ops.min(this, keepDims, axes);
  }

  /** Returns the matrix product over the last two axes; axes before them broadcast. */
  public Value matmul(Value other) {
    return Ops.matmul(this, other);
  }

  // Shapes

  /**
   * Returns the elements with another shape.
   *
   * @param extents the new extents; one may be -1 and is inferred
   */
  public Value reshape(int... extents) {
    return Ops.reshape(this, Shape.of(extents));
  }

  /**
   * Permutes the axes.
   *
   * @param order axis i of the result is axis {@code order[i]}; empty reverses the axes
   */
  public Value transpose(int... order) {
    return Ops.transpose(this, order);
  }

  /** Returns {@code size} positions from {@code begin} of one axis. */
  public Value slice(int axis, int begin, int size) {
    return Ops.slice(this, axis, begin, size);
  }

  /** Returns this with a new axis of extent 1 before {@code axis} (-1: at the end). */
  public Value expandDims(int axis) {
    return Ops.expandDims(this, axis);
  }

  /** Returns this without an axis of extent 1. */
  public Value squeeze(int axis) {
    return Ops.squeeze(this, axis);
  }

  @Override
  public String toString() {
    return node.op().label() + " " + type;
  }
}
