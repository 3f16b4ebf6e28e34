// SPDX-License-Identifier: Apache-2.0
/** The toy tasks of Gymnasium, whose states and actions are integers. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.toy;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
