// SPDX-License-Identifier: Apache-2.0
/** Rules by which gradients change weights, and learning rate schedules. */
@ApiStatus(Level.STABLE)
package io.nyala.optimizers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
