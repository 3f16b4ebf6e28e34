// SPDX-License-Identifier: Apache-2.0
/** Columns of tables as features of a network, with preprocessing that is part of the model. */
@ApiStatus(Level.PREVIEW)
package io.nyala.features;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
