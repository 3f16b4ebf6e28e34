// SPDX-License-Identifier: Apache-2.0
/** ARIMA models with seasons and exogenous columns: a baseline for the forecasts of networks. */
@ApiStatus(Level.PREVIEW)
package io.nyala.data.series.arima;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
