// SPDX-License-Identifier: Apache-2.0
/** Atomic file writing, checksums, and folders that only one process uses at a time. */
@ApiStatus(Level.INTERNAL)
package io.nyala.files;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
