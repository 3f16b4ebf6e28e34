// SPDX-License-Identifier: Apache-2.0
/**
 * Shared types of the data packages: examples (inputs with targets) and the exception for unusable
 * data.
 */
@ApiStatus(Level.STABLE)
package io.nyala.data;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
