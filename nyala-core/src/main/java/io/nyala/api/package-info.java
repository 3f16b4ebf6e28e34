// SPDX-License-Identifier: Apache-2.0
/** The version, and the stability of the public API. */
@ApiStatus(Level.STABLE)
package io.nyala.api;

import io.nyala.api.ApiStatus.Level;
