// SPDX-License-Identifier: Apache-2.0
/** Data sets from a folder, the cache, or their public addresses. */
@ApiStatus(Level.PREVIEW)
package io.nyala.hub;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
