// SPDX-License-Identifier: Apache-2.0
/**
 * What a processor must be able to do, by access pattern; twins in {@code scalar} (naive, the
 * oracle) and {@code vector} (SIMD).
 */
@ApiStatus(Level.INTERNAL)
package io.nyala.kernel;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
