// SPDX-License-Identifier: Apache-2.0
/** What all file formats share: writing at once or not at all, and how damage is reported. */
@ApiStatus(Level.INTERNAL)
package io.nyala.io.files;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
