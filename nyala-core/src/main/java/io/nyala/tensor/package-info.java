// SPDX-License-Identifier: Apache-2.0
/** Values: shape, element type and data. Nothing here knows about graphs or kernels. */
@ApiStatus(Level.STABLE)
package io.nyala.tensor;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
