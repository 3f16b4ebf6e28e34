// SPDX-License-Identifier: Apache-2.0
/** Several environments of one kind that step together. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.vector;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
