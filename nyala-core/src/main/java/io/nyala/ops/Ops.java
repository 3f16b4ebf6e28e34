// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * The operations from which layers, losses, metrics and training steps are built, both built-in and
 * custom ones. Everything is symbolic: a call creates a node, and nothing is computed until an
 * engine runs the graph. The most common operations are methods of {@link Value} as well.
 *
 * <p>This class has all operations. All of them have gradients, except {@code argMax}, {@code
 * argSort} and comparisons:
 *
 * <ul>
 *   <li>leaves: {@link #input(String, Shape) input}, {@link #read}, {@link #constant(Tensor)
 *       constant}; {@link #cast}, {@link #stopGradient}
 *   <li>elementwise: arithmetic and comparison with broadcasting, functions, {@link #where}, {@link
 *       #clip}
 *   <li>shapes: {@link #reshape}, {@link #transpose}, {@link #expandDims}, {@link #squeeze}, {@link
 *       #broadcastTo}, {@link #slice(Value, int, int, int) slice}, {@link #split(Value, int, int)
 *       split}, {@link #flip}, {@link #pad}, {@link #concatenate}, {@link #stack}, {@link #tile},
 *       {@link #repeat}
 *   <li>along axes: {@link #sum(Value) sum}, {@link #prod}, {@link #mean(Value) mean}, {@link
 *       #max(Value) max}, {@link #min(Value) min}, {@link #variance}, {@link #std}, {@link
 *       #norm(Value, boolean, int...) norm}, {@link #logSumExp}, {@link #any}, {@link #all}, {@link
 *       #argMax}, {@link #argMin}, {@link #cumSum}, {@link #cumProd}
 *   <li>indexing: {@link #gather}, {@link #take}, {@link #takeAlong}, {@link #oneHot}, {@link
 *       #scatter}, {@link #scatterAdd}, {@link #segmentSum}, {@link #segmentMean}, {@link
 *       #argSort(Value, int) argSort}, {@link #sort(Value, int) sort}, {@link #topK}
 *   <li>products: {@link #matmul(Value, Value) matmul}, {@link #dense}, {@link #einsum(String,
 *       Value...) einsum}
 *   <li>windows: {@link #convolution(Value, Value, Window) convolution}, {@link
 *       #depthwiseConvolution}, {@link #transposedConvolution}, {@link #maxPooling}, {@link
 *       #averagePooling}
 *   <li>normalization and randomness: {@link #softmax}, {@link #logSoftmax}, {@link
 *       #softmaxCrossEntropy}, {@link #batchNorm}, {@link #layerNorm}, {@link #dropout}, {@link
 *       #randomUniform}, {@link #randomNormal}
 *   <li>control flow: {@link #scan(Value, Value, int, BinaryOperator) scan}, {@link #cond}
 * </ul>
 */
public final class Ops extends IndexOps {
  private Ops() {}

  // Leaves

  /** Returns a float32 input, whose value is supplied at each run. */
  public static Value input(String name, Shape shape) {
    return Node.apply(new Leaf.Input(name, Type.floats(shape)));
  }

  /** Returns an input, whose value is supplied at each run. */
  public static Value input(String name, Shape shape, DType dtype) {
    return Node.apply(new Leaf.Input(name, new Type(shape, dtype)));
  }

  /** Returns the current content of a variable. */
  public static Value read(Variable variable) {
    return Node.apply(new Leaf.Read(variable));
  }

  /** Returns a constant; the tensor must not be written to afterwards. */
  public static Value constant(Tensor tensor) {
    return Node.apply(new Leaf.Constant(tensor));
  }

  /** Returns a float32 constant of shape {@code ()}. */
  public static Value constant(float value) {
    return constant(Tensor.scalar(value));
  }

  /** Returns a scalar constant with the element type required for arithmetic with {@code x}. */
  static Value constantLike(float value, Value x) {
    return x.dtype() == DType.INT32 && value == (int) value
        ? constant(Tensor.ofInts(Shape.scalar(), (int) value))
        : constant(value);
  }

  /** Converts the elements; conversion to int32 truncates, conversion to bool is {@code != 0}. */
  public static Value cast(Value x, DType to) {
    return x.dtype() == to ? x : Node.apply(new Primitive.Cast(to), x);
  }

  /** Returns x, but blocks gradients. */
  public static Value stopGradient(Value x) {
    return Node.apply(new Primitive.StopGradient(), x);
  }

  // Products

  /** Multiplies matrices over the last two axes; axes before them broadcast. */
  public static Value matmul(Value a, Value b) {
    return matmul(a, b, false, false);
  }

  /** Multiplies matrices that may be stored transposed. */
  public static Value matmul(Value a, Value b, boolean transposeA, boolean transposeB) {
    return Node.apply(new Primitive.MatMul(transposeA, transposeB), a, b);
  }

  /** Computes {@code activation(x kernel + bias)} over the last axis; {@code bias} may be null. */
  public static Value dense(Value x, Value kernel, Value bias, FusedActivation activation) {
    DenseOp op = new DenseOp(activation);
    return bias == null ? Node.apply(op, x, kernel) : Node.apply(op, x, kernel, bias);
  }

  /**
   * Computes the Einstein summation of the operands, like NumPy's {@code einsum}.
   *
   * <p>{@code einsum("bij,bjk->bik", a, b)} is a matrix product for each b. Letters missing from
   * the result are summed over; a letter that occurs twice in one operand takes its diagonal; an
   * ellipsis matches any axes, which broadcast. Without {@code ->}, the result has the letters that
   * occur once, in alphabetical order.
   *
   * @throws IllegalArgumentException if the equation is invalid
   * @throws ShapeException if the operands do not match it
   */
  public static Value einsum(String equation, Value... operands) {
    return einsum(equation, List.of(operands));
  }

  /** Computes the Einstein summation of the operands, see {@link #einsum(String, Value...)}. */
  public static Value einsum(String equation, List<Value> operands) {
    return Einsum.apply(equation, operands);
  }

  // Windows over (batch, space..., channels)

  /** Convolves x with a kernel {@code (window..., channels, filters)}. */
  public static Value convolution(Value x, Value kernel, Window window) {
    return convolution(x, kernel, null, window, 1, FusedActivation.LINEAR);
  }

  /**
   * Computes {@code activation(x * kernel + bias)}, a cross-correlation.
   *
   * @param x {@code (batch, space..., channels)}
   * @param kernel {@code (window..., channels / groups, filters)}
   * @param bias {@code (filters,)}, or null
   * @param groups the number of channel groups, each with its own filters
   * @return {@code (batch, space..., filters)}
   */
  public static Value convolution(
      Value x, Value kernel, Value bias, Window window, int groups, FusedActivation activation) {
    Convolution op = new Convolution(window, groups, activation);
    return bias == null ? Node.apply(op, x, kernel) : Node.apply(op, x, kernel, bias);
  }

  /**
   * Computes a depthwise convolution, with separate kernels for each channel, {@code (window...,
   * channels, multiplier)}.
   */
  public static Value depthwiseConvolution(Value x, Value kernel, Window window) {
    return Node.apply(new DepthwiseConvolution(window), x, kernel);
  }

  /**
   * Computes a transposed convolution: the gradient of a convolution with respect to its input.
   *
   * @param y {@code (batch, space..., filters)}
   * @param kernel of the convolution, {@code (window..., channels, filters)}
   * @param window of the convolution, from {@code x} to {@code y}
   * @param x shape of the result, {@code (batch, space..., channels)}
   */
  public static Value transposedConvolution(Value y, Value kernel, Window window, Shape x) {
    return Node.apply(new ConvolutionInputGradient(window, 1, x), kernel, y);
  }

  /** Computes the maximum of each window per channel; padding is ignored. */
  public static Value maxPooling(Value x, Window window) {
    return Node.apply(new Pooling(window, true), x);
  }

  /** Computes the mean of each window per channel; padding is ignored. */
  public static Value averagePooling(Value x, Window window) {
    return Node.apply(new Pooling(window, false), x);
  }

  // Softmax family, normalization, randomness

  /** Computes the softmax over an axis. */
  public static Value softmax(Value x, int axis) {
    return moveEndToAxis(Node.apply(new SoftmaxOp(), moveAxisToEnd(x, axis)), axis);
  }

  /**
   * Computes scaled dot-product attention without a matrix of all scores in memory: the scores are
   * divided by {@code sqrt(dim)}.
   *
   * @param query {@code (batch, to, heads, dim)}
   * @param key {@code (batch, from, groups, dim)}, where {@code groups} divides {@code heads}
   * @param value {@code (batch, from, groups, valueDim)}
   * @param causal whether a step attends to itself and earlier steps only
   * @param masks bool {@code (batch, to, from)}, or 1 in some axes; a step attends where all allow
   *     it
   * @return {@code (batch, to, heads, valueDim)}
   */
  public static Value attention(
      Value query, Value key, Value value, boolean causal, Value... masks) {
    float scale = (float) (1 / Math.sqrt(query.shape().last()));
    List<Value> in = new ArrayList<>(List.of(query, key, value));
    in.addAll(List.of(masks));
    return Node.apply(new AttentionOp(scale, causal, 0, false, masks.length), in).get(0);
  }

  /** Computes the logarithm of the softmax over an axis. */
  public static Value logSoftmax(Value x, int axis) {
    return moveEndToAxis(Node.apply(new LogSoftmax(), moveAxisToEnd(x, axis)), axis);
  }

  /** Computes {@code -sum(target * logSoftmax(logits))} over the last axis. */
  public static Value softmaxCrossEntropy(Value logits, Value target) {
    return Node.apply(new SoftmaxCrossEntropy(), logits, target);
  }

  /** Normalizes with the moments of the batch; returns the result, mean and biased variance. */
  public static List<Value> batchNorm(Value x, Value gamma, Value beta, float epsilon) {
    return Node.apply(new BatchNorm(epsilon), List.of(x, gamma, beta));
  }

  /** Normalizes over the last axis. */
  public static Value layerNorm(Value x, Value gamma, Value beta, float epsilon) {
    return Node.apply(new LayerNorm(epsilon), x, gamma, beta);
  }

  /** Zeroes a random share of the elements and scales up the rest. */
  public static Value dropout(Value x, float rate, long seed) {
    return Node.apply(new DropoutOp(rate, seed), x);
  }

  /** Draws uniform numbers in [0, 1); draws differ at each step of a run. */
  public static Value randomUniform(Shape shape, long seed) {
    return Node.apply(new Primitive.Random(false, shape, seed));
  }

  /** Draws standard normal numbers; draws differ at each step of a run. */
  public static Value randomNormal(Shape shape, long seed) {
    return Node.apply(new Primitive.Random(true, shape, seed));
  }

  // Loops and choices

  /**
   * Scans along an axis with a state: {@code state = step(state, x[i])}. The loop is unrolled, so
   * the extent must be known and the graph grows with it.
   *
   * @param first the state before the first step
   * @param sequence each step receives one position, without the axis
   * @return all states, along the same axis
   */
  public static Value scan(Value first, Value sequence, int axis, BinaryOperator<Value> step) {
    Scan.Step one =
        (states, at) -> {
          Value next = step.apply(states.get(0), at.get(0));
          return new Scan(List.of(next), List.of(next));
        };
    return scan(List.of(first), List.of(sequence), axis, one).outputs().get(0);
  }

  /**
   * Scans along an axis of several sequences with several states, like JAX's {@code scan}. The loop
   * is unrolled, so the extent must be known and the graph grows with it.
   *
   * @param first the states before the first step
   * @param sequences each step receives one position of each, without the axis
   * @return the final states, and the outputs of all steps along the same axis
   * @throws ShapeException if the extent is unknown or differs
   */
  public static Scan scan(List<Value> first, List<Value> sequences, int axis, Scan.Step step) {
    return Scan.unroll(first, sequences, axis, step);
  }

  /**
   * Selects one of two computations by a single boolean. Both are computed, so this saves no time,
   * and a non-finite gradient in the branch that is not selected makes the result non-finite.
   *
   * @param condition a single boolean
   * @throws ShapeException if it has several elements; use {@link #where} to select per element
   */
  public static Value cond(Value condition, Supplier<Value> then, Supplier<Value> otherwise) {
    Shape s = condition.shape();
    if (!s.isKnown() || s.size() != 1) {
      throw new ShapeException(
          "cond: expected a single boolean, got %s; where() chooses element by element"
              .formatted(condition.type()));
    }
    return where(reshape(condition, Shape.scalar()), then.get(), otherwise.get());
  }
}
