// SPDX-License-Identifier: Apache-2.0
/** Reverse-mode gradients as a graph-to-graph transform. */
@ApiStatus(Level.PREVIEW)
package io.nyala.grad;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
