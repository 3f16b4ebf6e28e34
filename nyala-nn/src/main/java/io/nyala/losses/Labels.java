// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/** Integer labels of classes. */
final class Labels {
  private Labels() {}

  /** Returns int32 labels without an axis of 1 at the end. */
  static Aligned align(Value yTrue, Value yPred) {
    Value labels = Ops.cast(yTrue, DType.INT32);
    boolean column = labels.shape().rank() == yPred.shape().rank() && labels.shape().last() == 1;
    return new Aligned(column ? Ops.squeeze(labels, -1) : labels, yPred);
  }

  /**
   * Requires integers from 0 to below the number of classes.
   *
   * @param ignored a label that is allowed besides, or null
   */
  static void check(String loss, Tensor yTrue, Shape yPred, Integer ignored) {
    int classes = yPred.last();
    int row = yTrue.shape().rank() == 0 ? 1 : Math.max(1, yTrue.size() / yTrue.shape().dim(0));
    for (int i = 0; i < yTrue.size(); i++) {
      float label = yTrue.at(i);
      boolean fine = label >= 0 && label < classes && label == (int) label;
      if (!fine && !(ignored != null && label == ignored)) {
        throw new IllegalArgumentException(
            ("%s: the label in row %d is %s, expected an integer from 0 to %d (the output %s"
                    + " has %d classes)%s")
                .formatted(
                    loss, i / row, text(label), classes - 1, yPred, classes, hint(yTrue, classes)));
      }
    }
  }

  private static String text(float label) {
    return label == (int) label ? Integer.toString((int) label) : Float.toString(label);
  }

  private static String hint(Tensor yTrue, int classes) {
    boolean fromOne = true;
    for (int i = 0; i < yTrue.size() && fromOne; i++) {
      fromOne = yTrue.at(i) >= 1 && yTrue.at(i) <= classes;
    }
    return fromOne ? "; the labels seem to start at 1: subtract 1" : "";
  }
}
