// SPDX-License-Identifier: Apache-2.0
/**
 * Tools to check operations and layers, ours and yours: gradients, values, allocations. No test
 * framework.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.testing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
