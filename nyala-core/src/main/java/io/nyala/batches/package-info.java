// SPDX-License-Identifier: Apache-2.0
/**
 * Data that come batch by batch: what training, evaluation and prediction read, and what data sets
 * give.
 */
@ApiStatus(Level.STABLE)
package io.nyala.batches;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
