// SPDX-License-Identifier: Apache-2.0
/** Models in services: rows by name in, decoded predictions out. */
@ApiStatus(Level.PREVIEW)
package io.nyala.models.serving;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
