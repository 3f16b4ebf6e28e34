// SPDX-License-Identifier: Apache-2.0
/** Plots of training and evaluation results as PNG or SVG files; works without a display. */
@ApiStatus(Level.PREVIEW)
package io.nyala.plot;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
