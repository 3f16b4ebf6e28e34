// SPDX-License-Identifier: Apache-2.0
/** Pooling, alone and fused with normalization. */
package io.nyala.kernel.vector.pooling;
