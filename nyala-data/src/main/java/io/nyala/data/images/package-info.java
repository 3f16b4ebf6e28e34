// SPDX-License-Identifier: Apache-2.0
/** Images as tensors. */
@ApiStatus(Level.STABLE)
package io.nyala.data.images;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
