// SPDX-License-Identifier: Apache-2.0
/** Checks of what every layer owes its users, ours and yours. No test framework. */
@ApiStatus(Level.PREVIEW)
package io.nyala.layers.testing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
