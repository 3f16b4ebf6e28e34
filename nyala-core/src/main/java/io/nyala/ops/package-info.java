// SPDX-License-Identifier: Apache-2.0
/** The vocabulary: sealed primitives, and fused operations that own their decompositions. */
@ApiStatus(Level.STABLE)
package io.nyala.ops;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
