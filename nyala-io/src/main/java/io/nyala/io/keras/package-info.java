// SPDX-License-Identifier: Apache-2.0
/** Keras's files: {@code .keras}, {@code .weights.h5} and the older {@code .h5}. */
@ApiStatus(Level.STABLE)
package io.nyala.io.keras;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
