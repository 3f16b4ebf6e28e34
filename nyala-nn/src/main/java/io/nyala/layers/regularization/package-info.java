// SPDX-License-Identifier: Apache-2.0
/** Regularization layers, active only in training: dropout, noise and penalties. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.regularization;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
