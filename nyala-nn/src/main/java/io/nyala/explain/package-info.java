// SPDX-License-Identifier: Apache-2.0
/** Which pixels, and which other images, a prediction is based on. */
@ApiStatus(Level.PREVIEW)
package io.nyala.explain;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
