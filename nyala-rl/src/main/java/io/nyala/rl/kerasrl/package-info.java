// SPDX-License-Identifier: Apache-2.0
/** The API of keras-rl with its names and defaults, for users who know it. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.kerasrl;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
