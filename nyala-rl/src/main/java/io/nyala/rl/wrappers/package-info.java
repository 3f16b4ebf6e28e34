// SPDX-License-Identifier: Apache-2.0
/** Environments around environments: limits, statistics, stacks of observations, scales. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.wrappers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
