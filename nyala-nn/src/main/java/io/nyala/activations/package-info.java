// SPDX-License-Identifier: Apache-2.0
/** Functions between layers: by constant, by name, or your own. */
@ApiStatus(Level.STABLE)
package io.nyala.activations;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
