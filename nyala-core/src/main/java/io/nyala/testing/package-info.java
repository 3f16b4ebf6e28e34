// SPDX-License-Identifier: Apache-2.0
/**
 * Tools for testing built-in and user-defined operations and layers: gradients, values,
 * allocations. Independent of any test framework.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.testing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
