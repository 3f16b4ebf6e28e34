// SPDX-License-Identifier: Apache-2.0
/** What an agent remembers and learns from again. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.replay;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
