// SPDX-License-Identifier: Apache-2.0
/** How far programs may rely on what the libraries offer. */
@ApiStatus(Level.STABLE)
package io.nyala.api;

import io.nyala.api.ApiStatus.Level;
