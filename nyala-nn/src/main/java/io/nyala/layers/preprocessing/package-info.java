// SPDX-License-Identifier: Apache-2.0
/** Layers that turn raw features into numbers a network can learn from. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.preprocessing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
