// SPDX-License-Identifier: Apache-2.0
/** Agents whose actions are rows of numbers, learning from a replay memory. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.actors;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
