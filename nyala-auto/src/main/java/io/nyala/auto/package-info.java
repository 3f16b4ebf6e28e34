// SPDX-License-Identifier: Apache-2.0
/** From a table to a trained network, a report about it, and the program that does the same. */
@ApiStatus(Level.PREVIEW)
package io.nyala.auto;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
