// SPDX-License-Identifier: Apache-2.0
/** Attention, with one head and with several. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.attention;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
