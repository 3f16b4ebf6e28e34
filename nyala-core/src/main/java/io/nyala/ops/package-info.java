/** The vocabulary: sealed primitives, and fused operations that own their decompositions. */
package io.nyala.ops;
