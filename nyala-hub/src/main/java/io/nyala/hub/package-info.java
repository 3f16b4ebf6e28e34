// SPDX-License-Identifier: Apache-2.0
/** Where the data of recipes come from: a folder, the cache, or their public home. */
@ApiStatus(Level.PREVIEW)
package io.nyala.hub;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
