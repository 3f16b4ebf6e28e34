// SPDX-License-Identifier: Apache-2.0
/** What a search knows of its trials at one moment, as samplers and pruners see it. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.history;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
