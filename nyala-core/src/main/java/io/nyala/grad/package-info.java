/** Reverse-mode gradients as a graph-to-graph transform. */
package io.nyala.grad;
