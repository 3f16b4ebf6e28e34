// SPDX-License-Identifier: Apache-2.0
/** Event files as TensorBoard reads them: written from training, and read by anyone. */
@ApiStatus(Level.STABLE)
package io.nyala.io.tensorboard;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
