// SPDX-License-Identifier: Apache-2.0
/** NumPy's random numbers: a seed gives the same numbers as in Python. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.random;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
