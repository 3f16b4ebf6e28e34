// SPDX-License-Identifier: Apache-2.0
/** Shared parts of all file formats: atomic writing, and errors for damaged files. */
@ApiStatus(Level.INTERNAL)
package io.nyala.io.files;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
