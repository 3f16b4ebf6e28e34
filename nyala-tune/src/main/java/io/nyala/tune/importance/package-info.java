// SPDX-License-Identifier: Apache-2.0
/** Which hyperparameters made the difference between good and bad trials. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.importance;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
