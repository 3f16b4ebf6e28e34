// SPDX-License-Identifier: Apache-2.0
/** Dense layers, embeddings, inputs, masks and functions as layers. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.core;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
