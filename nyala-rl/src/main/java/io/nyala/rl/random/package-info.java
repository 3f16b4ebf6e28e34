// SPDX-License-Identifier: Apache-2.0
/** Random numbers as NumPy's: a seed gives here what it gives in Python. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.random;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
