// SPDX-License-Identifier: Apache-2.0
/** What an environment is, shaped as in Gymnasium 1.x. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.env;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
