// SPDX-License-Identifier: Apache-2.0
/** Choices in the processing of images that layers and readers of files share. */
@ApiStatus(Level.STABLE)
package io.nyala.images;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
