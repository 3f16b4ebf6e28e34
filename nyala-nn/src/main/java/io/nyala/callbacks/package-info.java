// SPDX-License-Identifier: Apache-2.0
/** What can take part in training: stopping early, keeping the best, lowering the rate, logging. */
@ApiStatus(Level.STABLE)
package io.nyala.callbacks;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
