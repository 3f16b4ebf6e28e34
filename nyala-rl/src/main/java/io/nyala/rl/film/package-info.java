// SPDX-License-Identifier: Apache-2.0
/** Films of episodes. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.film;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
