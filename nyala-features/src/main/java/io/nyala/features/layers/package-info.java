// SPDX-License-Identifier: Apache-2.0
/**
 * Layers that work on text and other raw data. They are evaluated before the compiled program, and
 * saved with the model.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.features.layers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
