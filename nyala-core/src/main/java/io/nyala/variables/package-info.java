// SPDX-License-Identifier: Apache-2.0
/** Variables: what persists between runs, and who may read or change it when. */
@ApiStatus(Level.PREVIEW)
package io.nyala.variables;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
