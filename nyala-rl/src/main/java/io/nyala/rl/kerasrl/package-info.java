// SPDX-License-Identifier: Apache-2.0
/** The names of keras-rl, with its defaults, for those who know it or have a book with it. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.kerasrl;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
