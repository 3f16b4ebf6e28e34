// SPDX-License-Identifier: Apache-2.0
/** Time series: dates and gaps, windows, baselines, and forecast errors. */
@ApiStatus(Level.STABLE)
package io.nyala.data.series;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
