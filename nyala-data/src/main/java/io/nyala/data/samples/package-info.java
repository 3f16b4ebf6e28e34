// SPDX-License-Identifier: Apache-2.0
/** Generated data in the format of well-known data sets, to try things without a download. */
@ApiStatus(Level.PREVIEW)
package io.nyala.data.samples;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
