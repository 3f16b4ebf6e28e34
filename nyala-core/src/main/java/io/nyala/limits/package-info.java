// SPDX-License-Identifier: Apache-2.0
/** Limits for reading files, and readers for packed data that keep to them. */
@ApiStatus(Level.INTERNAL)
package io.nyala.limits;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
