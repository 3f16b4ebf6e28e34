// SPDX-License-Identifier: Apache-2.0
/** Inference, search and training on Apache Spark. */
@ApiStatus(Level.PREVIEW)
package io.nyala.spark;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
