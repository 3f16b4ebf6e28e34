// SPDX-License-Identifier: Apache-2.0
/** How long to train which trial: all equally long, or the promising ones longer. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.schedules;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
