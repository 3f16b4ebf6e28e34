// SPDX-License-Identifier: Apache-2.0
/** Raw features into numbers that a network learns from. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.preprocessing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
