// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The rows of each class, classes in the order of their first row. */
final class ClassRows {
  final int[] labels;
  final int[][] rows;

  private ClassRows(int[] labels, int[][] rows) {
    this.labels = labels;
    this.rows = rows;
  }

  /** Groups rows by label: class indices {@code (n,)} or {@code (n, 1)}, or one-hot rows. */
  static ClassRows of(Tensor y, String caller) {
    Tensor classes = y.shape().rank() == 2 && y.shape().last() > 1 ? oneHot(y, caller) : y;
    int n = y.shape().rank() == 0 ? 0 : y.shape().dim(0);
    if (n == 0 || classes.size() != n) {
      throw new DataException(
          caller + ": expected labels (n,) or (n, 1), or one-hot rows, got " + y.shape());
    }
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      counts.merge(label(classes, i, caller), 1, Integer::sum);
    }
    int[] labels = counts.keySet().stream().mapToInt(k -> k).toArray();
    int[][] rows = new int[labels.length][];
    Map<Integer, Integer> position = new LinkedHashMap<>();
    for (int c = 0; c < labels.length; c++) {
      rows[c] = new int[counts.get(labels[c])];
      position.put(labels[c], c);
    }
    int[] used = new int[labels.length];
    for (int i = 0; i < n; i++) {
      int c = position.get(label(classes, i, caller));
      rows[c][used[c]++] = i;
    }
    return new ClassRows(labels, rows);
  }

  /** Reports the first class with fewer members than {@code least}. */
  void expectAtLeast(int least, String caller, String why) {
    for (int c = 0; c < labels.length; c++) {
      if (rows[c].length < least) {
        throw new DataException(
            "%s: class %d has %d row%s, fewer than %d %s"
                .formatted(
                    caller, labels[c], rows[c].length, rows[c].length == 1 ? "" : "s", least, why));
      }
    }
  }

  private static int label(Tensor classes, int i, String caller) {
    float value = classes.at(i);
    if (value != (int) value) {
      throw new DataException(
          caller + ": row " + i + " has label " + value + ", expected integer class indices");
    }
    return (int) value;
  }

  private static Tensor oneHot(Tensor y, String caller) {
    int classes = y.shape().last();
    for (int i = 0; i < y.shape().dim(0); i++) {
      int at = i * classes;
      long ones = IntStream.range(at, at + classes).filter(j -> y.at(j) == 1).count();
      long zeros = IntStream.range(at, at + classes).filter(j -> y.at(j) == 0).count();
      if (ones != 1 || ones + zeros != classes) {
        throw new DataException(
            caller
                + ": row "
                + i
                + " is not one-hot: "
                + Arrays.toString(y.rows(i, i + 1).toFloats())
                + "; stratifying needs class labels");
      }
    }
    return OneHot.toLabels(y);
  }
}
