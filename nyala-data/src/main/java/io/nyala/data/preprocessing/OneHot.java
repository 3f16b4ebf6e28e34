// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.preprocessing;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/** Converts class indices to one-hot rows and back. */
public final class OneHot {
  private OneHot() {}

  /**
   * Returns labels as one-hot rows, like Keras's {@code to_categorical}: shape {@code (n,)} or
   * {@code (n, 1)} gives {@code (n, classes)}, {@code (n, m)} gives {@code (n, m, classes)};
   * float32.
   *
   * @param labels class indices, int32, or float32 with integer values
   * @param classes the number of classes
   * @throws DataException if a label is not an integer from 0 to {@code classes - 1}; the row is
   *     named
   */
  public static Tensor toCategorical(Tensor labels, int classes) {
    if (classes < 1) {
      throw new DataException("toCategorical: classes must be at least 1, got " + classes);
    }
    Shape shape = labels.shape();
    if (shape.rank() > 1 && shape.last() == 1) {
      shape = shape.drop(-1);
    }
    Shape result = shape.insert(shape.rank(), classes);
    float[] rows = new float[result.size()];
    for (int i = 0; i < labels.size(); i++) {
      rows[i * classes + label(labels, i, classes)] = 1;
    }
    return Tensor.of(result, rows);
  }

  /**
   * Returns labels as one-hot rows; the number of classes is the largest label plus one.
   *
   * <p>Pass the number of classes if the last class may be absent from these labels.
   *
   * @throws DataException if there are no labels, or one is not an integer of at least 0
   */
  public static Tensor toCategorical(Tensor labels) {
    int greatest = -1;
    for (int i = 0; i < labels.size(); i++) {
      greatest = Math.max(greatest, label(labels, i, Integer.MAX_VALUE));
    }
    if (greatest < 0) {
      throw new DataException("toCategorical: there are no labels; pass the number of classes");
    }
    return toCategorical(labels, greatest + 1);
  }

  /**
   * Returns the index of the maximum along the last axis, the first in case of ties: labels from
   * one-hot rows or predicted probabilities; int32, with one axis less.
   */
  public static Tensor toLabels(Tensor rows) {
    int classes = rows.shape().last();
    if (classes == 0) {
      throw new DataException("toLabels: expected at least one class, got " + rows.shape());
    }
    Shape shape = rows.shape().drop(-1);
    int[] labels = new int[shape.size()];
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (rows.at(i * classes + c) > rows.at(i * classes + best)) {
          best = c;
        }
      }
      labels[i] = best;
    }
    return Tensor.ofInts(shape, labels);
  }

  private static int label(Tensor labels, int i, int classes) {
    float value = labels.at(i);
    int label = labels.dtype() == io.nyala.tensor.DType.INT32 ? labels.ints()[i] : (int) value;
    if (label < 0 || label >= classes || (float) label != value) {
      throw new DataException(
          "toCategorical: row %d has label %s; expected an integer from 0%s"
              .formatted(
                  i / Math.max(1, labels.size() / Math.max(1, labels.shape().dim(0))),
                  (float) label == value ? Integer.toString(label) : Float.toString(value),
                  classes == Integer.MAX_VALUE ? " on" : " to " + (classes - 1)));
    }
    return label;
  }
}
