// SPDX-License-Identifier: Apache-2.0
/** A web page that shows event files. */
@ApiStatus(Level.PREVIEW)
package io.nyala.board;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
