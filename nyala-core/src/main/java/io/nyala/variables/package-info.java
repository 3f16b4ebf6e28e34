// SPDX-License-Identifier: Apache-2.0
/** Variables, which persist between runs, and the synchronization of access to them. */
@ApiStatus(Level.PREVIEW)
package io.nyala.variables;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
