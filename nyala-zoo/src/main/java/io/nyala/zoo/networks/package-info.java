// SPDX-License-Identifier: Apache-2.0
/** The networks, with the layer names and the order of Keras, so that weight files fit. */
@ApiStatus(Level.PREVIEW)
package io.nyala.zoo.networks;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
