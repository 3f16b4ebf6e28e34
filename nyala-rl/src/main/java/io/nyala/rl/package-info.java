// SPDX-License-Identifier: Apache-2.0
/** Environments by name, and a check for custom ones. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
