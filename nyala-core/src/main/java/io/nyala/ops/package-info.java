// SPDX-License-Identifier: Apache-2.0
/** The operations of graphs: sealed primitives, and fused operations with their decompositions. */
@ApiStatus(Level.STABLE)
package io.nyala.ops;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
