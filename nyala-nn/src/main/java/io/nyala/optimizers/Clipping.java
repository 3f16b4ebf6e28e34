// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

/** Ways of bounding gradients before an update. */
enum Clipping {
  /** No clipping. */
  NONE,
  /** Clips each element to {@code [-limit, limit]}. */
  BY_VALUE,
  /** Clips the gradient of each variable to a Euclidean norm of at most the limit. */
  BY_NORM,
  /** Clips all gradients together to a Euclidean norm of at most the limit. */
  BY_GLOBAL_NORM;

  boolean needsNorms() {
    return this == BY_NORM || this == BY_GLOBAL_NORM;
  }
}
