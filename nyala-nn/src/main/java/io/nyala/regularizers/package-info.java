// SPDX-License-Identifier: Apache-2.0
/** Penalties on weights and outputs. */
@ApiStatus(Level.STABLE)
package io.nyala.regularizers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
