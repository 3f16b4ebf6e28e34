// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

/** Element types. Numbers and booleans take 32 bits in memory. */
public enum DType {
  /** IEEE single precision. */
  FLOAT32,
  /** Signed 32-bit integer: indices, labels, counts. */
  INT32,
  /** Booleans, stored as {@code 1.0f} and {@code 0.0f}. */
  BOOL,
  /**
   * Text. Programs compute with numbers only: layers that take text work on the data before a
   * program sees them.
   */
  STRING;

  /** Returns the name that Keras and NumPy use, for example {@code float32}. */
  public String keras() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
