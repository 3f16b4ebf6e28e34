// SPDX-License-Identifier: Apache-2.0
/** Importance of hyperparameters: which ones distinguish good trials from bad ones. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.importance;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
