// SPDX-License-Identifier: Apache-2.0
/** Checks of models, data and training that an experienced practitioner would make. */
@ApiStatus(Level.PREVIEW)
package io.nyala.doctor;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
