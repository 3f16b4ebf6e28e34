// SPDX-License-Identifier: Apache-2.0
/** Metrics: measures accumulated over batches. */
@ApiStatus(Level.STABLE)
package io.nyala.metrics;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
