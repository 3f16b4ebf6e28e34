// SPDX-License-Identifier: Apache-2.0
/** The vocabulary: sealed primitives, and fused operations that own their decompositions. */
package io.nyala.ops;
