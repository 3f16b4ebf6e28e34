// SPDX-License-Identifier: Apache-2.0
/** The forms in which Keras 1 and 2 wrote models, brought to that of Keras 3. */
@ApiStatus(Level.INTERNAL)
package io.nyala.legacy;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
