// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.IOException;
import java.util.List;

/** Reads values in the format of TensorFlow 1, which PyTorch and others still write. */
final class OldForms {
  private OldForms() {}

  static Summary.Images image(ProtoReader in) throws IOException {
    int height = 0;
    int width = 0;
    byte[] encoded = {};
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> height = (int) in.varint();
        case 2 -> width = (int) in.varint();
        case 4 -> encoded = in.bytes();
        default -> in.skip();
      }
    }
    return new Summary.Images(width, height, List.of(encoded));
  }

  /** Reads adjacent bins; the outermost ones extend to the minimum and maximum. */
  static Summary.Histogram histogram(ProtoReader in) throws IOException {
    double min = 0;
    double max = 0;
    TensorValue.Numbers limits = new TensorValue.Numbers();
    TensorValue.Numbers counts = new TensorValue.Numbers();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> min = in.doubles();
        case 2 -> max = in.doubles();
        case 6 -> limits.add(in, Double.BYTES);
        case 7 -> counts.add(in, Double.BYTES);
        default -> in.skip();
      }
    }
    double[] limit = limits.toArray();
    double[] count = counts.toArray();
    if (limit.length != count.length) {
      throw new IOException(
          "a histogram with %d limits and %d counts".formatted(limit.length, count.length));
    }
    int first = 0;
    int end = count.length;
    while (first < end && count[first] == 0) {
      first++;
    }
    while (end > first && count[end - 1] == 0) {
      end--;
    }
    int n = end - first;
    double[] left = new double[n];
    double[] right = new double[n];
    double[] kept = new double[n];
    for (int i = 0; i < n; i++) {
      left[i] = i == 0 ? min : limit[first + i - 1];
      right[i] = i == n - 1 ? max : limit[first + i];
      kept[i] = count[first + i];
    }
    return new Summary.Histogram(new Bins(left, right, kept));
  }
}
