// SPDX-License-Identifier: Apache-2.0
/** Series over time: dates and gaps, windows, baselines, and how good a forecast is. */
@ApiStatus(Level.STABLE)
package io.nyala.data.series;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
