// SPDX-License-Identifier: Apache-2.0
/** Activation functions as layers. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.activation;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
