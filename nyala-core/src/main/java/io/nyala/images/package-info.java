// SPDX-License-Identifier: Apache-2.0
/** Options for image processing, shared by layers and file readers. */
@ApiStatus(Level.STABLE)
package io.nyala.images;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
