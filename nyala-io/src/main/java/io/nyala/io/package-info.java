// SPDX-License-Identifier: Apache-2.0
/** Models in files, whatever the format: see {@link io.nyala.io.ModelFiles}. */
@ApiStatus(Level.STABLE)
package io.nyala.io;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
