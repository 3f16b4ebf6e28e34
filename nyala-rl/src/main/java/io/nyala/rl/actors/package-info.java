// SPDX-License-Identifier: Apache-2.0
/** Agents with continuous actions that learn from a replay memory. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.actors;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
