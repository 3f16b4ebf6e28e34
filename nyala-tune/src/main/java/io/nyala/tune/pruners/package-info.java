// SPDX-License-Identifier: Apache-2.0
/** Pruners, which end trials early by comparing their reports with those of others. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.pruners;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
