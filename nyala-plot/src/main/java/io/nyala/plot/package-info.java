// SPDX-License-Identifier: Apache-2.0
/** Pictures of what a network learned, as PNG or SVG files; needs no display. */
@ApiStatus(Level.PREVIEW)
package io.nyala.plot;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
