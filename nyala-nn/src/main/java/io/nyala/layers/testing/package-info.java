// SPDX-License-Identifier: Apache-2.0
/** Checks of the layer contract, for built-in and custom layers. Requires no test framework. */
@ApiStatus(Level.PREVIEW)
package io.nyala.layers.testing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
