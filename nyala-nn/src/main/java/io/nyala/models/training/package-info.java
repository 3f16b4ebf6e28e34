// SPDX-License-Identifier: Apache-2.0
/** What a training is given and tells: own losses, checkpoints and the progress in them, memory. */
@ApiStatus(Level.STABLE)
package io.nyala.models.training;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
