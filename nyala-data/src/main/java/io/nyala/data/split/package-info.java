// SPDX-License-Identifier: Apache-2.0
/** Training, validation and test parts, and cross-validation folds, as in scikit-learn. */
@ApiStatus(Level.STABLE)
package io.nyala.data.split;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
