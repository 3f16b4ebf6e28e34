// SPDX-License-Identifier: Apache-2.0
/** Agents, which learn by acting in an environment. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.agents;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
