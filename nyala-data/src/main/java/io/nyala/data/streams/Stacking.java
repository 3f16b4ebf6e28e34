// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Splits tensors into rows, and combines rows into tensors. */
final class Stacking {
  private Stacking() {}

  /** Returns the number of rows, which must be the same for all tensors. */
  static int rows(Batch all) {
    List<Tensor> tensors = new ArrayList<>(all.x());
    tensors.addAll(all.y());
    tensors.addAll(all.sampleWeights());
    int rows = tensors.get(0).shape().rank() == 0 ? -1 : tensors.get(0).shape().dim(0);
    for (Tensor t : tensors) {
      if (t.shape().rank() == 0 || t.shape().dim(0) != rows) {
        throw new DataException(
            "inputs, targets and sample weights must have the same number of rows, got "
                + tensors.stream().map(Tensor::shape).toList());
      }
    }
    return rows;
  }

  /** Returns a copy of a row of each tensor. */
  static Batch row(Batch all, int row) {
    return new Batch(row(all.x(), row), row(all.y(), row), row(all.sampleWeights(), row));
  }

  private static List<Tensor> row(List<Tensor> tensors, int row) {
    List<Tensor> rows = new ArrayList<>();
    for (Tensor t : tensors) {
      rows.add(t.rows(row, row + 1).reshape(t.shape().drop(0)));
    }
    return rows;
  }

  /** Stacks elements along a new first axis. */
  static Batch stack(List<Batch> elements) {
    Batch first = elements.get(0);
    return new Batch(
        stack("input", first.x().size(), elements.stream().map(Batch::x).toList()),
        stack("target", first.y().size(), elements.stream().map(Batch::y).toList()),
        stack(
            "sample weight",
            first.sampleWeights().size(),
            elements.stream().map(Batch::sampleWeights).toList()));
  }

  private static List<Tensor> stack(String what, int count, List<List<Tensor>> elements) {
    List<Tensor> stacked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Tensor first = elements.get(0).get(i);
      List<Tensor> alike = new ArrayList<>();
      for (List<Tensor> element : elements) {
        Tensor t = element.size() == count ? element.get(i) : null;
        if (t == null || !t.shape().equals(first.shape()) || t.dtype() != first.dtype()) {
          throw new DataException(
              ("batch: all elements must have the same shape and type, but %s %d is %s in one "
                      + "element and %s in another; make them equal first, for example by resizing "
                      + "images")
                  .formatted(
                      what, i, describe(first), t == null ? "absent or not alone" : describe(t)));
        }
        alike.add(t);
      }
      stacked.add(Tensor.stack(alike, 0));
    }
    return stacked;
  }

  private static String describe(Tensor t) {
    return t.dtype().keras() + t.shape();
  }
}
