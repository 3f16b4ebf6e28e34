// SPDX-License-Identifier: Apache-2.0
/** Search spaces: hyperparameters, their ranges and scales, and conditions. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.space;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
