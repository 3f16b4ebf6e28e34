// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.hdf5.Hdf5File;
import java.io.IOException;

/**
 * Which Keras wrote a file. Files without a version are taken for Keras 2.
 *
 * @param major for example 2
 * @param minor for example 13
 */
record KerasVersion(int major, int minor) {
  static final KerasVersion UNKNOWN = new KerasVersion(2, 0);

  static KerasVersion of(Hdf5File file) throws IOException {
    String text = file.text("", "keras_version");
    return parse(text == null ? file.text("model_weights", "keras_version") : text);
  }

  /** Reads for example {@code 2.4.0} and {@code 2.2.4-tf}. */
  static KerasVersion parse(String text) {
    if (text == null || !text.matches("[0-9]{1,4}\\.[0-9]{1,4}.*")) {
      return UNKNOWN;
    }
    String[] parts = text.split("[^0-9]+");
    return new KerasVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  boolean before(int otherMajor, int otherMinor) {
    return major < otherMajor || major == otherMajor && minor < otherMinor;
  }
}
