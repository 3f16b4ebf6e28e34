// SPDX-License-Identifier: Apache-2.0
/** Environments by name, and a check of your own. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
