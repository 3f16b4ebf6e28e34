// SPDX-License-Identifier: Apache-2.0
/** Converts models in the formats of Keras 1 and 2 to that of Keras 3. */
@ApiStatus(Level.INTERNAL)
package io.nyala.legacy;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
