// SPDX-License-Identifier: Apache-2.0
/** The state of a training on disk, from which it goes on as if it had never been interrupted. */
@ApiStatus(Level.STABLE)
package io.nyala.io.checkpoint;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
