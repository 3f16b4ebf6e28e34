// SPDX-License-Identifier: Apache-2.0
/** The interface of environments, modelled on Gymnasium 1.x. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.env;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
