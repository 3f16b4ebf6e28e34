// SPDX-License-Identifier: Apache-2.0
/** Reports of a search, also while it is running: plots and a page. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.report;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
