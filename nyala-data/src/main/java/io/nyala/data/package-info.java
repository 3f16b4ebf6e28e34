// SPDX-License-Identifier: Apache-2.0
/** What all of the data packages share: examples (inputs with targets) and the data error. */
@ApiStatus(Level.STABLE)
package io.nyala.data;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
