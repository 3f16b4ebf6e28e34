// SPDX-License-Identifier: Apache-2.0
/** Files of named arrays, whatever their format. */
@ApiStatus(Level.PREVIEW)
package io.nyala.io.arrays;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
