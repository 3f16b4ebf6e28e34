// SPDX-License-Identifier: Apache-2.0
/** Layers that networks of {@code keras.applications} bring along: scales and random depth. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.applications;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
