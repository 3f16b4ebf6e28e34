// SPDX-License-Identifier: Apache-2.0
/** Recurrent layers, their cells, and wrappers for sequences. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.recurrent;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
