// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.preprocessing;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Converts the classes of a text column to integers from 0, in sorted order, as in scikit-learn.
 *
 * <p>Immutable; {@link #fit} creates one from the training rows.
 */
public final class LabelEncoder {
  private final List<String> classes;
  private final TreeMap<String, Integer> numbers = new TreeMap<>();

  private LabelEncoder(List<String> classes) {
    this.classes = classes;
    for (String c : classes) {
      numbers.put(c, numbers.size());
    }
  }

  /**
   * Learns the classes that occur in these values.
   *
   * @throws DataException if a value is null; the row is named
   */
  public static LabelEncoder fit(List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        throw new DataException(
            ("LabelEncoder: row %d has no label (null); drop the row, or use a separate class for "
                    + "missing labels")
                .formatted(i));
      }
    }
    return new LabelEncoder(values.stream().distinct().sorted().toList());
  }

  /** Returns the classes, indexed by label. */
  public List<String> classes() {
    return classes;
  }

  /**
   * Returns the labels of the values, shape {@code (n,)}, int32.
   *
   * @throws DataException if a value is not one of the classes; the row is named
   */
  public Tensor transform(List<String> values) {
    int[] labels = new int[values.size()];
    for (int i = 0; i < labels.length; i++) {
      Integer number = values.get(i) == null ? null : numbers.get(values.get(i));
      if (number == null) {
        throw new DataException(
            "LabelEncoder: row %d has \"%s\", which was not seen in fit; classes are %s"
                .formatted(i, values.get(i), classes));
      }
      labels[i] = number;
    }
    return Tensor.ofInts(Shape.of(labels.length), labels);
  }

  /**
   * Returns the classes of labels.
   *
   * @throws DataException if a label is not that of a class; the row is named
   */
  public List<String> inverseTransform(Tensor labels) {
    int[] numbered = labels.ints();
    for (int i = 0; i < numbered.length; i++) {
      if (numbered[i] < 0 || numbered[i] >= classes.size()) {
        throw new DataException(
            "LabelEncoder: row %d has label %d; expected 0 to %d"
                .formatted(i, numbered[i], classes.size() - 1));
      }
    }
    return Arrays.stream(numbered).mapToObj(classes::get).toList();
  }
}
