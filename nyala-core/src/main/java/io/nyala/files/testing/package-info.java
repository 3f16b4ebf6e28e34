// SPDX-License-Identifier: Apache-2.0
/** For tests of what survives a kill; not for users. */
@ApiStatus(Level.INTERNAL)
package io.nyala.files.testing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
