// SPDX-License-Identifier: Apache-2.0
/** Several inputs into one. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.merging;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
