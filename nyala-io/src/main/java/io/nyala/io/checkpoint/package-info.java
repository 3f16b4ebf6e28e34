// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoints: the state of a training run on disk, from which it resumes as if it had never been
 * interrupted.
 */
@ApiStatus(Level.STABLE)
package io.nyala.io.checkpoint;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
