// SPDX-License-Identifier: Apache-2.0
/** What training makes small. */
@ApiStatus(Level.STABLE)
package io.nyala.losses;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
