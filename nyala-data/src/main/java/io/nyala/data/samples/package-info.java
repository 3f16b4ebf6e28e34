// SPDX-License-Identifier: Apache-2.0
/** Generated data of the form of well-known sets, for trying things out without any download. */
@ApiStatus(Level.PREVIEW)
package io.nyala.data.samples;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
