// SPDX-License-Identifier: Apache-2.0
/** Event files for TensorBoard: written by training, and read from any program. */
@ApiStatus(Level.STABLE)
package io.nyala.io.tensorboard;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
