// SPDX-License-Identifier: Apache-2.0
/** Weights in files, and their fingerprint. */
@ApiStatus(Level.STABLE)
package io.nyala.saving;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
