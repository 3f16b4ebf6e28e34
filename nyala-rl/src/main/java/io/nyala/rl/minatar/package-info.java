// SPDX-License-Identifier: Apache-2.0
/** Small versions of Atari games, with the rules of MinAtar (Young and Tian 2019). */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.minatar;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
