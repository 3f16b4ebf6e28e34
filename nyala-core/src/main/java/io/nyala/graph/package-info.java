// SPDX-License-Identifier: Apache-2.0
/** Graphs of operations, and passes over them: one pass, one file. */
@ApiStatus(Level.PREVIEW)
package io.nyala.graph;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
