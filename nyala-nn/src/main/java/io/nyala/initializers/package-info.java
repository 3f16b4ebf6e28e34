// SPDX-License-Identifier: Apache-2.0
/** First contents of weights. */
@ApiStatus(Level.STABLE)
package io.nyala.initializers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
