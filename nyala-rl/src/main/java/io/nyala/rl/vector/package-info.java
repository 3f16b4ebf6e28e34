// SPDX-License-Identifier: Apache-2.0
/** Many environments of one kind at once. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.vector;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
