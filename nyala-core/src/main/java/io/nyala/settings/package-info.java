// SPDX-License-Identifier: Apache-2.0
/** Objects as Keras writes them in its files: a class name and named settings. */
@ApiStatus(Level.PREVIEW)
package io.nyala.settings;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
