// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.graph.Uses;
import io.nyala.kernel.RecurrentKernels;
import io.nyala.ops.DenseOp;
import io.nyala.ops.Node;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;

/**
 * The input of a recurrent layer. Each time step multiplies its own rows by the kernel. As one
 * product over all steps, the result would be written to memory, and then be read in rows that lie
 * all steps apart.
 *
 * @param x the input, {@code (batch, time, features)}
 * @param packed the packed kernel
 * @param bias the bias, or null
 * @param features the number of features
 */
record RecurrentInput(Ref x, Ref packed, Ref bias, int features) {
  /** The fewest sequences, because rows are padded to whole tiles. */
  private static final int LEAST_BATCH = 8;

  /** A larger product over all steps can use more threads than a recurrence. */
  private static final long MOST = 40_000_000;

  /**
   * Returns whether a node computes nothing but the input of a recurrence that had better compute
   * it itself.
   */
  static boolean isPartOfStep(Node node, Uses uses) {
    if (!(node.op() instanceof DenseOp d)
        || d.activation() != FusedActivation.LINEAR
        || node.input(0).shape().rank() != 3
        || !uses.isForOne(node.output(0))) {
      return false;
    }
    Value y = node.output(0);
    Node user = uses.of(y).getFirst();
    if (!(user.op() instanceof Recurrence) || user.input(0) != y) {
      return false;
    }
    Shape x = node.input(0).shape();
    int units = user.input(1).shape().dim(0);
    return x.dim(0) >= LEAST_BATCH
        && x.last() > 0
        && (x.last() <= units || (long) y.shape().size() * x.last() < MOST);
  }

  /**
   * Computes {@code x kernel + bias} for one time step, with the bits of a dense layer.
   *
   * @param first the first sequence
   * @param wide the distance of the rows of the result
   */
  void multiply(
      RecurrentKernels kernels,
      Memory memory,
      int first,
      int rows,
      int t,
      int time,
      int columns,
      float[] y,
      int yAt,
      int wide) {
    if (bias != null) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(bias.in(memory), bias.at(memory), y, yAt + i * wide, columns);
      }
    }
    kernels.product(
        rows,
        features,
        columns,
        x.in(memory),
        x.at(memory) + (first * time + t) * features,
        time * features,
        packed.in(memory),
        packed.at(memory),
        y,
        yAt,
        bias != null);
  }
}
