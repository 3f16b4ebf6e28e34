// SPDX-License-Identifier: Apache-2.0
/** Which trials to end early, judged by what they and others have reported on their way. */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.pruners;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
