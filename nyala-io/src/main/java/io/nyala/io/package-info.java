// SPDX-License-Identifier: Apache-2.0
/** Saving and loading of models in all supported formats: see {@link io.nyala.io.ModelFiles}. */
@ApiStatus(Level.STABLE)
package io.nyala.io;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
