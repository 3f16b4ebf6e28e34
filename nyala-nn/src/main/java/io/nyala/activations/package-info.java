// SPDX-License-Identifier: Apache-2.0
/** Activation functions: constants, functions by name, and custom ones. */
@ApiStatus(Level.STABLE)
package io.nyala.activations;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
