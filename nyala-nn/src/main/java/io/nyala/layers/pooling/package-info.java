// SPDX-License-Identifier: Apache-2.0
/** Pooling over windows and over entire images or sequences. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.pooling;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
