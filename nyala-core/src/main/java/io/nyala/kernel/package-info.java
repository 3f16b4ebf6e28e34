// SPDX-License-Identifier: Apache-2.0
/**
 * Interfaces of the compute kernels, grouped by access pattern. They are implemented in {@code
 * scalar} (plain loops, the test oracle) and in {@code vector} (SIMD).
 */
@ApiStatus(Level.INTERNAL)
package io.nyala.kernel;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
