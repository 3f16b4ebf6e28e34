// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scaled dot-product attention of several heads (Vaswani et al. 2017), without a matrix of all
 * scores in memory (Dao et al. 2022): scores exist for a block of query steps at a time, and the
 * gradient computes them again.
 *
 * <p>Operands: query {@code (batch, to, heads, dim)}, key {@code (batch, from, groups, dim)}, value
 * {@code (batch, from, groups, valueDim)}, where a group of keys and values serves {@code heads /
 * groups} successive heads; then the masks, bool, whose axes {@code (batch, to, from)} are whole or
 * 1. A step may attend where all masks allow it. Result: {@code (batch, to, heads, valueDim)}.
 *
 * <p>As in Keras, the score of a step that is not allowed is -1e9, so that a query step that may
 * attend to nothing gets the mean of the values.
 *
 * @param scale the factor of the scores, often {@code 1 / sqrt(dim)}
 * @param causal whether a step attends to itself and earlier steps only
 * @param window the distance from which on steps do not attend to each other; 0 for no limit
 * @param zeroMasked whether a query step that may attend to nothing gets zeros instead of the mean
 * @param masks the number of masks
 */
public record AttentionOp(float scale, boolean causal, int window, boolean zeroMasked, int masks)
    implements FusedOp {
  /** The score of a step that is not allowed. */
  public static final float MASKED = -1e9f;

  private static final int RANK = 4;
  private static final int FIRST_MASK = 3;

  @Override
  public List<Type> infer(List<Type> in) {
    Shape q = in.get(0).shape();
    Shape k = in.get(1).shape();
    Shape v = in.get(2).shape();
    if (q.rank() != RANK || k.rank() != RANK || v.rank() != RANK) {
      throw new ShapeException(
          "attention: expected query, key and value (batch, steps, heads, features), got %s, %s, %s"
              .formatted(q, k, v));
    }
    if (!k.drop(-1).equals(v.drop(-1))
        || q.dim(0) != k.dim(0)
        || q.last() != k.last()
        || k.dim(2) == 0
        || q.dim(2) % k.dim(2) != 0) {
      throw new ShapeException(
          ("attention: query %s, key %s and value %s do not fit: batch and features of query and "
                  + "key must be equal, key and value differ in features only, and their heads "
                  + "divide those of the query")
              .formatted(q, k, v));
    }
    for (int i = 0; i < masks; i++) {
      Shape mask = in.get(FIRST_MASK + i).shape();
      Shape all = Shape.of(q.dim(0), q.dim(1), k.dim(1));
      boolean fits =
          mask.rank() == all.rank()
              && IntStream.range(0, all.rank())
                  .allMatch(d -> mask.dim(d) == 1 || mask.dim(d) == all.dim(d));
      if (!fits) {
        throw new ShapeException(
            "attention: a mask must be %s, or 1 in some of these axes, got %s"
                .formatted(all, mask));
      }
    }
    return List.of(Type.floats(q.drop(-1).concat(Shape.of(v.last()))));
  }

  /** Returns the masks among the operands of the operation or of its gradient. */
  public <T> List<T> masks(List<T> operands) {
    return operands.subList(FIRST_MASK, FIRST_MASK + masks);
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Parts parts = new Parts(in);
    return List.of(headsLast(Ops.matmul(parts.weights, parts.v)));
  }

  /** Swaps the axes of steps and heads. */
  private static Value headsFirst(Value x) {
    return Ops.transpose(x, 0, 2, 1, 3);
  }

  private static Value headsLast(Value x) {
    return headsFirst(x);
  }

  private static Value steps(int n, Shape shape) {
    float[] numbers = new float[n];
    IntStream.range(0, n).forEach(i -> numbers[i] = i);
    return Ops.constant(Tensor.of(shape, numbers));
  }

  /** What the operation and its gradient have in common, with heads before steps. */
  private final class Parts {
    final Value q;
    final Value k;
    final Value v;
    final Value mask;
    final Value softmax;
    final Value weights;

    Parts(List<Value> in) {
      int repeats = in.get(0).shape().dim(2) / in.get(1).shape().dim(2);
      q = Ops.multiply(headsFirst(in.get(0)), scale);
      k = repeated(headsFirst(in.get(1)), repeats);
      v = repeated(headsFirst(in.get(2)), repeats);
      mask = mask(masks(in), q.shape().dim(2), k.shape().dim(2));
      Value scores = Ops.matmul(q, k, false, true);
      softmax = Ops.softmax(masked(scores, MASKED), -1);
      weights = zeroMasked ? masked(softmax, 0) : softmax;
    }

    private static Value repeated(Value x, int times) {
      if (times == 1) {
        return x;
      }
      Value wide = Ops.expandDims(x, 2);
      Value copies = Ops.broadcastTo(wide, wide.shape().with(2, times));
      return Ops.reshape(copies, x.shape().with(1, x.shape().dim(1) * times));
    }

    private Value mask(List<Value> given, int to, int from) {
      Value all = null;
      for (Value one : given) {
        Value wide = Ops.expandDims(one, 1);
        all = all == null ? wide : Ops.and(all, wide);
      }
      if (causal || window > 0) {
        Value distance = Ops.subtract(steps(to, Shape.of(to, 1)), steps(from, Shape.of(1, from)));
        if (causal) {
          Value past = Ops.greaterEqual(distance, 0);
          all = all == null ? past : Ops.and(all, past);
        }
        if (window > 0) {
          Value near = Ops.less(Ops.abs(distance), window);
          all = all == null ? near : Ops.and(all, near);
        }
      }
      return all;
    }

    Value masked(Value x, float other) {
      return mask == null ? x : Ops.where(mask, x, Ops.constant(other));
    }
  }

  /**
   * The gradient of {@link AttentionOp}. Operands: those of the operation, and dy. Results: the
   * gradients of query, key and value.
   *
   * @param of the operation
   */
  public record Gradient(AttentionOp of) implements FusedOp {
    @Override
    public List<Type> infer(List<Type> in) {
      return in.subList(0, FIRST_MASK).stream().map(t -> Type.floats(t.shape())).toList();
    }

    @Override
    public List<Value> decompose(List<Value> in) {
      Parts parts = of.new Parts(in);
      Value dy = headsFirst(in.getLast());
      Value dv = Ops.matmul(parts.weights, dy, true, false);
      Value dWeights = Ops.matmul(dy, parts.v, false, true);
      Value d = of.zeroMasked ? parts.masked(dWeights, 0) : dWeights;
      Value inner = Ops.subtract(d, Ops.sum(Ops.multiply(parts.softmax, d), true, -1));
      Value dScores = parts.masked(Ops.multiply(parts.softmax, inner), 0);
      Value dq = Ops.multiply(Ops.matmul(dScores, parts.k), of.scale);
      Value dk = Ops.matmul(dScores, parts.q, true, false);
      int groups = in.get(1).shape().dim(2);
      return List.of(headsLast(dq), headsLast(summed(dk, groups)), headsLast(summed(dv, groups)));
    }

    /** Adds the gradients of the heads that share a key or value. */
    private static Value summed(Value x, int groups) {
      int heads = x.shape().dim(1);
      if (heads == groups) {
        return x;
      }
      Shape split = x.shape().with(1, groups).insert(2, heads / groups);
      return Ops.sum(Ops.reshape(x, split), false, 2);
    }
  }
}
