// SPDX-License-Identifier: Apache-2.0
/** The trials of a search at one moment, as seen by samplers and pruners. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.history;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
