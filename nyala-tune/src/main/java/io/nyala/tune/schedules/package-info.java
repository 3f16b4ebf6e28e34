// SPDX-License-Identifier: Apache-2.0
/**
 * Schedules, which determine how long each trial is trained: all equally long, or promising ones
 * longer.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.schedules;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
