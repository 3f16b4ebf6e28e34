// SPDX-License-Identifier: Apache-2.0
/** Tables of named columns, read from CSV, and their columns as tensors. */
@ApiStatus(Level.STABLE)
package io.nyala.data.table;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
