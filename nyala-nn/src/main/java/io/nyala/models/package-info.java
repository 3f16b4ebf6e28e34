// SPDX-License-Identifier: Apache-2.0
/** Models: networks of layers with training, evaluation and prediction. */
@ApiStatus(Level.STABLE)
package io.nyala.models;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
