// SPDX-License-Identifier: Apache-2.0
/** Extension points and state of training: custom losses, checkpoints, progress, memory. */
@ApiStatus(Level.STABLE)
package io.nyala.models.training;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
