// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops.kinds;

/**
 * Activations that are fused into the kernel that computes their input; their derivative follows
 * from the output.
 */
public enum FusedActivation {
  /** The identity. */
  LINEAR,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code min(max(x, 0), 6)}. */
  RELU6,
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID,
  /** Hyperbolic tangent. */
  TANH
}
