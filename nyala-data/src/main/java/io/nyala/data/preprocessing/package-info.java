// SPDX-License-Identifier: Apache-2.0
/** Scalers, one-hot encoding and label encoding, as in scikit-learn and Keras. */
@ApiStatus(Level.STABLE)
package io.nyala.data.preprocessing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
