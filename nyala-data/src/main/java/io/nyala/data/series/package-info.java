// SPDX-License-Identifier: Apache-2.0
/** Series over time: dates and gaps, windows, baselines, and how good a forecast is. */
package io.nyala.data.series;
