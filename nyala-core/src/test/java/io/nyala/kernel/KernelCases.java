// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.ReduceKind;
import io.nyala.ops.kinds.UnaryKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every kernel once, on n elements, for the tests and the timings that go through all of them. */
final class KernelCases {
  /** Most elements that a case can take. */
  static final int MOST = 100_000;

  /**
   * Behind the last element, as in the memory of a program: at the very end of an array a masked
   * access takes a way through the Vector API that is not always compiled as one piece.
   */
  private static final int ROOM = 16;

  /** Runs one kernel over n elements. */
  interface Case {
    void run(int n);
  }

  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final float[] a = KernelData.normal(MOST, 1);
  private final float[] b = KernelData.normal(MOST, 2);
  private final float[] y = new float[MOST];

  private KernelCases() {}

  /** Returns the cases by name. */
  static Map<String, Case> of(Kernels kernels) {
    return withResults(kernels).cases;
  }

  /** Returns the cases and where most of them leave their results. */
  static KernelCases withResults(Kernels kernels) {
    KernelCases all = new KernelCases();
    all.elementwise(kernels.elementwise());
    all.reduce(kernels.reduce());
    for (int columns : new int[] {10, 128}) {
      all.rows(kernels.rows(), columns);
      all.columns(kernels.columns(), columns);
    }
    all.normalizedPooling(kernels.normalizedPooling());
    all.random(kernels.random());
    all.move(kernels.move());
    return all;
  }

  Map<String, Case> cases() {
    return cases;
  }

  /** Runs a case on cleared results and returns a digest of their bits. */
  int digest(Case kernel, int n) {
    Arrays.fill(y, 0, 2 * n, 0f);
    kernel.run(n);
    return Arrays.hashCode(Arrays.copyOf(y, n));
  }

  private void elementwise(ElementwiseKernels kernels) {
    for (UnaryKind kind : UnaryKind.values()) {
      cases.put("" + kind, n -> kernels.unary(kind, a, 0, y, 0, n));
    }
    for (BinaryKind kind : BinaryKind.values()) {
      cases.put("" + kind, n -> kernels.binary(kind, a, 0, b, 0, y, 0, n));
      cases.put(kind + " right", n -> kernels.binaryRight(kind, a, 0, 1.7f, y, 0, n));
      cases.put(kind + " left", n -> kernels.binaryLeft(kind, 1.7f, b, 0, y, 0, n));
    }
    cases.put("select", n -> kernels.select(y, 0, a, 0, b, 0, y, 0, n));
  }

  private void reduce(ReduceKernels kernels) {
    for (ReduceKind kind : ReduceKind.values()) {
      cases.put("reduce " + kind, n -> y[0] = kernels.reduce(kind, a, 0, n));
      cases.put("rows of 10 " + kind, n -> kernels.reduceRows(kind, a, 0, n / 10, 10, y, 0));
      cases.put("rows of 128 " + kind, n -> kernels.reduceRows(kind, a, 0, n / 128, 128, y, 0));
      cases.put("10 columns " + kind, n -> kernels.reduceColumns(kind, a, 0, n / 10, 10, 10, y, 0));
      cases.put("64 columns " + kind, n -> kernels.reduceColumns(kind, a, 0, n / 64, 64, 64, y, 0));
    }
    cases.put("argMax", n -> y[0] = kernels.argMax(a, 0, n));
  }

  private void rows(RowKernels kernels, int columns) {
    String of = " of " + columns;
    float[] gamma = new float[columns];
    float[] beta = new float[columns];
    float[] mean = new float[MOST];
    float[] rstd = new float[MOST];
    float[] loss = new float[MOST];
    cases.put("softmax" + of, n -> kernels.softmaxRows(a, 0, y, 0, n / columns, columns));
    cases.put("logSoftmax" + of, n -> kernels.logSoftmaxRows(a, 0, y, 0, n / columns, columns));
    cases.put(
        "crossEntropy" + of,
        n -> kernels.crossEntropyRows(a, 0, b, 0, loss, 0, y, 0, n / columns, columns));
    cases.put(
        "layerNorm" + of,
        n ->
            kernels.layerNormRows(
                a, 0, gamma, 0, beta, 0, 1e-3f, y, 0, mean, 0, rstd, 0, n / columns, columns));
    cases.put(
        "layerNormGradient" + of,
        n ->
            kernels.layerNormGradientRows(
                a, 0, mean, 0, rstd, 0, gamma, 0, b, 0, y, 0, n / columns, columns));
  }

  private void normalizedPooling(NormalizedPoolingKernels kernels) {
    int channels = 16;
    int width = 5;
    int line = 2 * width * channels;
    ConvolutionShape s = NormalizedPoolingKernelsTest.shape(1, 2 * (MOST / line), width, channels);
    float[] constants = KernelData.normal(3 * channels, 3);
    cases.put(
        "normalised and pooled", n -> kernels.largest(s, a, 0, constants, 0, y, 0, 0, n / line));
    cases.put(
        "sums of the gradient of normalised and pooled",
        n -> kernels.gradientSums(s, a, 0, constants, 0, constants, 0, b, 0, y, 0, 0, n / line));
    cases.put(
        "gradient of normalised and pooled",
        n -> kernels.gradient(s, a, 0, constants, 0, constants, 0, true, b, 0, y, 0, 0, n / line));
  }

  private void columns(ColumnKernels kernels, int columns) {
    String of = " of " + columns;
    float[] mean = new float[columns + ROOM];
    float[] sums = new float[columns + ROOM];
    cases.put(
        "columnMoments" + of,
        n -> kernels.columnMoments(a, 0, n / columns, columns, columns, mean, 0, sums, 0));
    cases.put(
        "scaleShiftColumns" + of,
        n ->
            kernels.scaleShiftColumns(a, 0, mean, 0, sums, 0, y, 0, n / columns, columns, columns));
    cases.put(
        "columnGradientSums" + of,
        n ->
            kernels.columnGradientSums(
                a, 0, mean, 0, b, 0, n / columns, columns, columns, sums, 0, y, 0));
    cases.put(
        "combineColumns" + of,
        n ->
            kernels.combineColumns(
                a, 0, b, 0, mean, 0, sums, 0, mean, 0, y, 0, n / columns, columns, columns));
  }

  private void random(RandomKernels kernels) {
    cases.put("uniform", n -> kernels.uniform(1, 2, 3, y, 0, n));
    cases.put("normal", n -> kernels.normal(1, 2, 3, y, 0, n));
    cases.put("dropout", n -> kernels.dropout(1, 2, 0, 0.3f, a, 0, y, 0, n));
  }

  private void move(MoveKernels kernels) {
    int[] extents = new int[2];
    int[] rowMajor = {0, 1};
    int[] columnMajor = {1, 0};
    float[] index = new float[MOST];
    cases.put(
        "copy matrix",
        n -> {
          extents[0] = n / 32;
          extents[1] = rowMajor[0] = 32;
          kernels.copy(a, 0, rowMajor, y, 0, rowMajor, extents);
        });
    cases.put(
        "copy transposed",
        n -> {
          extents[0] = columnMajor[1] = 32;
          extents[1] = n / 32;
          rowMajor[0] = n / 32;
          kernels.copy(a, 0, columnMajor, y, 0, rowMajor, extents);
        });
    cases.put("gatherRows", n -> kernels.gatherRows(a, 0, 32, index, 0, n / 32, y, 0));
    cases.put("scatterAddRows", n -> kernels.scatterAddRows(a, 0, 32, index, 0, n / 32, y, 0));
  }
}
