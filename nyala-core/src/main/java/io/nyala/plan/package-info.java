// SPDX-License-Identifier: Apache-2.0
/** From graphs to programs: memory planning, scheduling, execution. */
@ApiStatus(Level.PREVIEW)
package io.nyala.plan;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
