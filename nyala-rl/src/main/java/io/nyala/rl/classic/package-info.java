// SPDX-License-Identifier: Apache-2.0
/** The classic control tasks of Gymnasium, with the same physics in double precision. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.classic;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
