// SPDX-License-Identifier: Apache-2.0
/** Core layers: dense layers, embeddings, inputs, masking and lambda layers. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.core;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
