// SPDX-License-Identifier: Apache-2.0
/** What is searched: hyperparameters, their ranges and scales, and when they apply. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.space;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
