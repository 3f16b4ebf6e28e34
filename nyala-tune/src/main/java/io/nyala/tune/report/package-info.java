// SPDX-License-Identifier: Apache-2.0
/** What people look at after a search, or during one: plots and a page. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.report;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
