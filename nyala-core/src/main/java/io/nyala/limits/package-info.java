// SPDX-License-Identifier: Apache-2.0
/** What a file may take at most, and how packed bytes are read within that. */
@ApiStatus(Level.INTERNAL)
package io.nyala.limits;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
