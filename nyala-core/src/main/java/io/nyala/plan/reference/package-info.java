// SPDX-License-Identifier: Apache-2.0
/** The reference engine, a slow test oracle in double precision. */
@ApiStatus(Level.INTERNAL)
package io.nyala.plan.reference;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
