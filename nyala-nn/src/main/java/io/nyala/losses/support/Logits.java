// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses.support;

import io.nyala.ops.DenseOp;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.SoftmaxOp;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.UnaryKind;
import java.util.List;

/**
 * Finds the logits behind the activation that produced probabilities, as Keras does on TensorFlow:
 * a loss on logits neither overflows nor loses small probabilities, and its gradient is cheaper.
 */
public final class Logits {
  private Logits() {}

  /** Returns the logits if {@code p} is a softmax over the last axis, or null. */
  public static Value ofSoftmax(Value p) {
    Op op = p.node().op();
    if (op instanceof SoftmaxOp) {
      return p.node().input(0);
    }
    if (op instanceof Primitive.Reshape && sameRows(p)) {
      Value logits = ofSoftmax(p.node().input(0));
      return logits == null ? null : Ops.reshape(logits, p.shape());
    }
    return null;
  }

  private static boolean sameRows(Value reshaped) {
    Value before = reshaped.node().input(0);
    return before.shape().rank() > 0
        && reshaped.shape().rank() > 0
        && before.shape().last() == reshaped.shape().last();
  }

  /** Returns the logits if {@code p} is a sigmoid, or null. */
  public static Value ofSigmoid(Value p) {
    Op op = p.node().op();
    if (op.equals(new Primitive.Unary(UnaryKind.SIGMOID))) {
      return p.node().input(0);
    }
    if (op.equals(new DenseOp(FusedActivation.SIGMOID))) {
      // The same product without its activation; the one that is not used is not computed.
      List<Value> operands = p.node().inputs();
      return Node.apply(new DenseOp(FusedActivation.LINEAR), operands).get(0);
    }
    if (op instanceof Primitive.Reshape) {
      Value logits = ofSigmoid(p.node().input(0));
      return logits == null ? null : Ops.reshape(logits, p.shape());
    }
    return null;
  }
}
