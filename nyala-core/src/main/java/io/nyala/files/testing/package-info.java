// SPDX-License-Identifier: Apache-2.0
/** For tests that kill the process; not for users. */
@ApiStatus(Level.INTERNAL)
package io.nyala.files.testing;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
