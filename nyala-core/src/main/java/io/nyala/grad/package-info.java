// SPDX-License-Identifier: Apache-2.0
/** Reverse-mode gradients as a graph-to-graph transform. */
package io.nyala.grad;
