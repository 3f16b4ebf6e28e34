// SPDX-License-Identifier: Apache-2.0
/** Networks of layers, and how they are trained, evaluated and asked. */
@ApiStatus(Level.STABLE)
package io.nyala.models;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
