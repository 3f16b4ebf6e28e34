// SPDX-License-Identifier: Apache-2.0
/** The CPU engine: lowering, fusion, memory, execution. */
@ApiStatus(Level.INTERNAL)
package io.nyala.plan.cpu;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
