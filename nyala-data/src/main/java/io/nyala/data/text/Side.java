// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

/** An end of a sequence: where it is filled up, or where it is cut. */
public enum Side {
  /** The beginning. */
  PRE,
  /** The end. */
  POST
}
