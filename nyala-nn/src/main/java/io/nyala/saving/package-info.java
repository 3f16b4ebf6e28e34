// SPDX-License-Identifier: Apache-2.0
/** Weight files and fingerprints of weights. */
@ApiStatus(Level.STABLE)
package io.nyala.saving;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
