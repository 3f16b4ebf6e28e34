// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Connectionist temporal classification (Graves et al. 2006): the negative log probability of a
 * label sequence, summed over all its alignments with the output steps.
 *
 * <p>Targets are {@code (batch, labels)} with 0 as padding at the end; predictions are logits
 * {@code (batch, steps, classes)}, class 0 the blank. All steps are used. The number of operations
 * grows with the number of steps.
 */
public final class CTC extends Loss {
  /** The log probability of impossible events; finite, so that differences are never NaN. */
  private static final float NEVER = -1e30f;

  /** Creates the loss. */
  public CTC() {
    super("ctc");
  }

  @Override
  protected Aligned align(Value yTrue, Value yPred) {
    return new Aligned(Ops.cast(yTrue, DType.INT32), yPred);
  }

  @Override
  protected Value values(Value labels, Value logits) {
    int batch = labels.shape().dim(0);
    int steps = logits.shape().dim(1);
    int classes = logits.shape().dim(2);
    int places = Shape.extent(2L * labels.shape().dim(1) + 1);
    // Labels with blanks between and around them: the positions of a path.
    Value pairs = Ops.pad(Ops.expandDims(floats(labels), -1), 2, 1, 0, 0);
    Value walk = Ops.pad(Ops.reshape(pairs, Shape.of(batch, places - 1)), 1, 0, 1, 0);
    Value mayJump = mayJump(walk, places);
    // The log probability of the class of each position at each step, selected by a product with
    // one-hot rows.
    Value chosen = Ops.oneHot(Ops.cast(walk, DType.INT32), classes);
    Value emitted = Ops.matmul(Ops.logSoftmax(logits, -1), chosen, false, true);
    // As if the path had started at the first blank: now it stays there or moves to the first
    // label.
    float[] start = new float[places];
    Arrays.fill(start, 1, places, NEVER);
    Value first = Ops.constant(Tensor.of(Shape.of(1, places), start));
    Value alpha = Ops.broadcastTo(first, Shape.of(batch, places));
    for (int t = 0; t < steps; t++) {
      Value step = from(alpha, 1, places);
      Value jump = Ops.where(mayJump, from(alpha, 2, places), Ops.constant(NEVER));
      Value arrived = Ops.logSumExp(Ops.stack(List.of(alpha, step, jump), -1), false, -1);
      Value now = Ops.reshape(Ops.slice(emitted, 1, t, 1), Shape.of(batch, places));
      alpha = Ops.add(arrived, now);
    }
    return Ops.negate(ending(alpha, labels, places));
  }

  /** Returns the positions from which a path may skip the blank: between different labels. */
  private static Value mayJump(Value walk, int places) {
    Value twoBefore = Ops.pad(Ops.slice(walk, 1, 0, places - 2), 1, 2, 0, 0);
    return Ops.and(Ops.notEqual(walk, 0f), Ops.notEqual(walk, twoBefore));
  }

  private static Value from(Value alpha, int back, int places) {
    return Ops.pad(Ops.slice(alpha, 1, 0, places - back), 1, back, 0, NEVER);
  }

  /** Adds the two positions at which a path may end: the last label and the blank after it. */
  private static Value ending(Value alpha, Value labels, int places) {
    float[] positions = new float[places];
    for (int i = 0; i < places; i++) {
      positions[i] = i;
    }
    Value position = Ops.constant(Tensor.of(Shape.of(1, places), positions));
    Value length = Ops.sum(Ops.cast(Ops.notEqual(labels, 0), DType.FLOAT32), true, 1);
    Value left = Ops.subtract(Ops.multiply(length, 2f), position);
    Value ends = Ops.and(Ops.greaterEqual(left, 0f), Ops.lessEqual(left, 1f));
    return Ops.logSumExp(Ops.where(ends, alpha, Ops.constant(NEVER)), false, 1);
  }

  @Override
  public void checkShapes(Shape yTrue, Shape yPred) {
    if (yTrue.rank() != 2 || yTrue.last() == 0 || yPred.rank() != 3) {
      throw new ShapeException(
          "ctc: expected targets (batch, labels) and logits (batch, steps, classes), got %s and %s"
              .formatted(yTrue, yPred));
    }
  }

  /** Requires labels below the number of classes, padded at the end, and enough steps for them. */
  @Override
  public void check(Tensor yTrue, Shape yPred) {
    Labels.check(name(), yTrue, yPred, null);
    int width = yTrue.shape().dim(1);
    for (int row = 0; row < yTrue.shape().dim(0); row++) {
      int needed = 0;
      for (int i = 0; i < width; i++) {
        float label = yTrue.at(row * width + i);
        float before = i == 0 ? -1 : yTrue.at(row * width + i - 1);
        if (label != 0 && before == 0) {
          throw new IllegalArgumentException(
              ("ctc: the labels in row %d have a 0 before %d; 0 is the blank and may only be used "
                      + "as padding at the end")
                  .formatted(row, (int) label));
        }
        needed += label == 0 ? 0 : label == before ? 2 : 1;
      }
      if (yPred.dim(1) != Shape.UNKNOWN && needed > yPred.dim(1)) {
        throw new IllegalArgumentException(
            ("ctc: the labels in row %d need %d steps (equal neighbours need a blank between "
                    + "them), the output %s has %d")
                .formatted(row, needed, yPred, yPred.dim(1)));
      }
    }
  }
}
