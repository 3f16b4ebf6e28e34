// SPDX-License-Identifier: Apache-2.0
/** What a training that is distributed over processes needs of the connection between them. */
@ApiStatus(Level.PREVIEW)
package io.nyala.peers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
