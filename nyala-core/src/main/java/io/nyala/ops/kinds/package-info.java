// SPDX-License-Identifier: Apache-2.0
/** The kinds of operations that share a record: unary, binary, reductions, fused activations. */
@ApiStatus(Level.PREVIEW)
package io.nyala.ops.kinds;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
