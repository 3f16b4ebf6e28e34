// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;

/**
 * A symbolic tensor: one output of a {@link Node}. Values are compared by identity.
 *
 * <p>The methods are the most common operations of {@link Ops}, so that {@code a.times(b).plus(c)}
 * reads from left to right. Each makes a node; nothing is computed before an engine runs the graph.
 * Two operands broadcast as in NumPy; axes may be negative, and reductions without axes go over all
 * of them. {@link Ops} has the rest.
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

  /** Returns which of the node's outputs this is. */
  public int index() {
    return index;
  }

  /** Returns shape and element type. */
  public Type type() {
    return type;
  }

  /** Returns the shape, the batch possibly unknown. */
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

  /** Returns {@code this + other}, with the same number for all elements. */
  public Value plus(float other) {
    return Ops.add(this, other);
  }

  /** Returns {@code this - other}. */
  public Value minus(Value other) {
    return Ops.subtract(this, other);
  }

  /** Returns {@code this - other}, with the same number for all elements. */
  public Value minus(float other) {
    return Ops.subtract(this, other);
  }

  /** Returns {@code this * other}. */
  public Value times(Value other) {
    return Ops.multiply(this, other);
  }

  /** Returns {@code this * other}, with the same number for all elements. */
  public Value times(float other) {
    return Ops.multiply(this, other);
  }

  /** Returns {@code this / other}. */
  public Value dividedBy(Value other) {
    return Ops.divide(this, other);
  }

  /** Returns {@code this / other}, with the same number for all elements. */
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

  /** Returns each element limited to {@code [low, high]}. */
  public Value clip(float low, float high) {
    return Ops.clip(this, low, high);
  }

  /** Returns the elements converted; to int32 it truncates, to bool it asks {@code != 0}. */
  public Value cast(DType to) {
    return Ops.cast(this, to);
  }

  // Reductions and products

  /** Returns the sum along axes, which go. */
  public Value sum(int... axes) {
    return Ops.sum(this, false, axes);
  }

  /** Returns the sum along axes, which stay with extent 1 if {@code keepDims}. */
  public Value sum(boolean keepDims, int... axes) {
    return Ops.sum(this, keepDims, axes);
  }

  /** Returns the mean along axes, which go. */
  public Value mean(int... axes) {
    return Ops.mean(this, false, axes);
  }

  /** Returns the mean along axes, which stay with extent 1 if {@code keepDims}. */
  public Value mean(boolean keepDims, int... axes) {
    return Ops.mean(this, keepDims, axes);
  }

  /** Returns the largest element along axes, which go. */
  public Value max(int... axes) {
    return Ops.max(this, false, axes);
  }

  /** Returns the largest element along axes, which stay with extent 1 if {@code keepDims}. */
  public Value max(boolean keepDims, int... axes) {
    return Ops.max(this, keepDims, axes);
  }

  /** Returns the smallest element along axes, which go. */
  public Value min(int... axes) {
    return Ops.min(this, false, axes);
  }

  /** Returns the smallest element along axes, which stay with extent 1 if {@code keepDims}. */
  public Value min(boolean keepDims, int... axes) {
    return Ops.min(this, keepDims, axes);
  }

  /** Returns the matrix product over the last two axes; axes before them broadcast. */
  public Value matmul(Value other) {
    return Ops.matmul(this, other);
  }

  // Shapes

  /**
   * Returns the elements in order under another shape.
   *
   * @param extents of the new shape; one may be -1, which follows from the others
   */
  public Value reshape(int... extents) {
    return Ops.reshape(this, Shape.of(extents));
  }

  /**
   * Returns the axes in another order.
   *
   * @param order axis i of the result is axis {@code order[i]}; none reverses the axes
   */
  public Value transpose(int... order) {
    return Ops.transpose(this, order);
  }

  /** Returns {@code size} positions from {@code begin} of one axis. */
  public Value slice(int axis, int begin, int size) {
    return Ops.slice(this, axis, begin, size);
  }

  /** Returns this with an axis of extent 1 in front of {@code axis} (-1: at the end). */
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
