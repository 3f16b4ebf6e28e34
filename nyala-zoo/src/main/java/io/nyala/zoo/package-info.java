// SPDX-License-Identifier: Apache-2.0
/** Published networks for images: {@link io.nyala.zoo.Zoo} makes them all. */
@ApiStatus(Level.PREVIEW)
package io.nyala.zoo;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
