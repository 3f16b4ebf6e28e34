// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;

/** Checks that the shapes of targets and predictions match; errors contain advice. */
final class Fit {
  private Fit() {}

  /** Requires equal shapes, except for a last axis of extent 1. */
  static void requireSameShape(String loss, Shape yTrue, Shape yPred) {
    if (yTrue.accepts(yPred) || trimmed(yTrue).accepts(trimmed(yPred))) {
      return;
    }
    throw mismatch(loss, yTrue, yPred);
  }

  private static Shape trimmed(Shape s) {
    return s.rank() > 1 && s.last() == 1 ? s.drop(-1) : s;
  }

  private static ShapeException mismatch(String loss, Shape yTrue, Shape yPred) {
    String hint;
    if (yTrue.rank() != yPred.rank() || yTrue.rank() < 2) {
      hint =
          yTrue.rank() + 1 == yPred.rank() && trimmed(yPred).equals(yPred)
              ? "a layer such as flatten(), or returnSequences(false), may be missing before the"
                  + " last one"
              : "reshape the targets or change the last layer";
    } else if (!yTrue.drop(-1).accepts(yPred.drop(-1))) {
      hint = "they differ before the last axis; check padding and pooling, or the targets";
    } else if (yTrue.last() == 1) {
      hint = "use 1 unit in the last layer, or a target for each of its " + yPred.last();
    } else {
      hint = "use %d units in the last layer, or check the targets".formatted(yTrue.last());
    }
    return new ShapeException(
        "%s: the targets %s do not match the output %s: %s".formatted(loss, yTrue, yPred, hint));
  }

  /** Requires an output with at least two classes on an axis. */
  static void requireClasses(String loss, Shape yPred, int axis) {
    if (yPred.rank() > 0 && yPred.dim(axis) == 1) {
      throw new ShapeException(
          ("%s: the output %s has a single class, whose probability is always 1; use "
                  + "binaryCrossentropy() with one sigmoid unit, or one unit for each class in the "
                  + "last layer")
              .formatted(loss, yPred));
    }
  }

  /** Requires one target value per class, as in one-hot targets. */
  static void requireOneHot(String loss, Shape yTrue, Shape yPred) {
    requireClasses(loss, yPred, -1);
    if (yTrue.accepts(yPred)) {
      return;
    }
    boolean labels =
        yTrue.accepts(yPred.drop(-1)) || (yTrue.rank() == yPred.rank() && yTrue.last() == 1);
    throw labels
        ? new ShapeException(
            ("%s: expected one-hot targets %s, got %s, which look like integer labels; use "
                    + "sparseCategoricalCrossentropy(), or convert them to one-hot")
                .formatted(loss, yPred, yTrue))
        : mismatch(loss, yTrue, yPred);
  }

  /** Requires one integer label for each row of classes. */
  static void requireLabels(String loss, Shape yTrue, Shape yPred) {
    requireClasses(loss, yPred, -1);
    Shape rows = yPred.drop(-1);
    if (yTrue.accepts(rows) || yTrue.accepts(yPred.with(-1, 1))) {
      return;
    }
    if (yTrue.accepts(yPred)) {
      throw new ShapeException(
          ("%s: expected integer labels %s, got %s, which look one-hot; use"
                  + " categoricalCrossentropy()")
              .formatted(loss, rows, yTrue));
    }
    throw mismatch(loss, yTrue, yPred);
  }
}
