// SPDX-License-Identifier: Apache-2.0
/** Trains, validation and test parts, and cross-validation folds, after scikit-learn. */
@ApiStatus(Level.STABLE)
package io.nyala.data.split;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
