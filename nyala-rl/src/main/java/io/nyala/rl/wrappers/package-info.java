// SPDX-License-Identifier: Apache-2.0
/** Wrappers of environments: step limits, statistics, frame stacks, normalization. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.wrappers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
