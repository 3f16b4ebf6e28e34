// SPDX-License-Identifier: Apache-2.0
/** Dropout, noise and penalties: what acts in training alone. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.regularization;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
