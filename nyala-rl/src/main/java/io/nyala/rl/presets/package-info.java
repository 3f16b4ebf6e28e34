// SPDX-License-Identifier: Apache-2.0
/** Agents with published settings. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.presets;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
