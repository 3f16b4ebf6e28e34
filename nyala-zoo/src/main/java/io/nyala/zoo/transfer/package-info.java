// SPDX-License-Identifier: Apache-2.0
/** Transfer learning: a pretrained trunk with a new head. */
@ApiStatus(Level.PREVIEW)
package io.nyala.zoo.transfer;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
