// SPDX-License-Identifier: Apache-2.0
/** Projections of weights after each update. */
@ApiStatus(Level.STABLE)
package io.nyala.constraints;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
