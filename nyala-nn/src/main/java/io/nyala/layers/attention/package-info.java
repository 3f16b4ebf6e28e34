// SPDX-License-Identifier: Apache-2.0
/** Attention layers, single-head and multi-head. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.attention;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
