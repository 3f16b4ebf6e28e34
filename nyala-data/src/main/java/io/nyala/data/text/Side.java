// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

/** The side of a sequence that is padded or truncated. */
public enum Side {
  /** The beginning. */
  PRE,
  /** The end. */
  POST
}
