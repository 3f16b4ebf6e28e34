// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.settings.Settings;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of the samples of a frame: a shape by name, as in {@code scipy.signal.get_window}, or
 * given numbers, or none.
 *
 * @param name null for given numbers or none
 * @param values null for a name or none
 */
record SignalWindow(String name, double[] values) {
  static final SignalWindow HANN = named("SignalWindow", "hann");

  private static final String KEY = "window";

  static SignalWindow named(String layer, String name) {
    if (!List.of("hann", "hamming", "blackman", "boxcar").contains(name)) {
      throw new IllegalArgumentException(
          "%s: window must be hann, hamming, blackman or boxcar, or numbers, got %s"
              .formatted(layer, name));
    }
    return new SignalWindow(name, null);
  }

  static SignalWindow read(Settings s) {
    return !s.contains(KEY)
        ? HANN
        : s.get(KEY) instanceof String name
            ? named(s.className(), name)
            : new SignalWindow(null, s.has(KEY) ? s.getDoubles(KEY) : null);
  }

  /** Requires that given numbers are as many as a frame has samples. */
  void requireLength(String layer, int samples) {
    if (values != null && values.length != samples) {
      throw new IllegalArgumentException(
          "%s: the window has %d numbers, the frames have %d samples"
              .formatted(layer, values.length, samples));
    }
  }

  /**
   * Returns the weights of n samples.
   *
   * @param periodic whether the window would continue with its first number after the last, as it
   *     should for spectra; otherwise it is symmetric
   */
  double[] weights(int n, boolean periodic) {
    double[] weights = values == null ? new double[n] : values.clone();
    for (int i = 0; i < n && values == null; i++) {
      double at = n == 1 ? Math.PI : 2 * Math.PI * i / (periodic ? n : n - 1);
      weights[i] =
          switch (name == null ? "boxcar" : name) {
            case "hann" -> 0.5 - 0.5 * Math.cos(at);
            case "hamming" -> 0.54 - 0.46 * Math.cos(at);
            case "blackman" -> 0.42 - 0.5 * Math.cos(at) + 0.08 * Math.cos(2 * at);
            default -> 1;
          };
    }
    return weights;
  }

  Object form() {
    return name != null ? name : values == null ? null : Arrays.stream(values).boxed().toList();
  }
}
