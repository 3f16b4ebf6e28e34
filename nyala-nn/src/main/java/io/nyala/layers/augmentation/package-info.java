// SPDX-License-Identifier: Apache-2.0
/** Random image augmentation for training. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.augmentation;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
