// SPDX-License-Identifier: Apache-2.0
/** Which point to try next: at random, on a grid, or from what trials so far have shown. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.samplers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
