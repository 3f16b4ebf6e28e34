// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

/** Thrown when shapes do not match. */
public class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message that gives both shapes. */
  public ShapeException(String message) {
    super(message);
  }
}
