// SPDX-License-Identifier: Apache-2.0
/** Data in batches, which data sets provide and training, evaluation and prediction read. */
@ApiStatus(Level.STABLE)
package io.nyala.batches;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
