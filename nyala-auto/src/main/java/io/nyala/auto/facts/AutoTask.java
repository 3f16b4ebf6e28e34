// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.facts;

/** What is predicted. */
public enum AutoTask {
  /** A number. */
  REGRESSION,
  /** One of two classes. */
  BINARY,
  /** One of three or more classes. */
  MULTICLASS;

  /** Returns whether classes are predicted. */
  public boolean classifies() {
    return this != REGRESSION;
  }
}
