// SPDX-License-Identifier: Apache-2.0
/** Replay memory: transitions that an agent stores and learns from repeatedly. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.replay;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
