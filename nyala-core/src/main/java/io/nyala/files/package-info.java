// SPDX-License-Identifier: Apache-2.0
/** Files that appear whole or not at all, and folders that one process uses at a time. */
@ApiStatus(Level.INTERNAL)
package io.nyala.files;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
