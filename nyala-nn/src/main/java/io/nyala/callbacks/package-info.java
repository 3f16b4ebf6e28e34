// SPDX-License-Identifier: Apache-2.0
/** Callbacks for training: early stopping, checkpoints, learning rate changes, logging. */
@ApiStatus(Level.STABLE)
package io.nyala.callbacks;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
