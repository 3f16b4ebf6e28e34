// SPDX-License-Identifier: Apache-2.0
/** Streaming pipelines from arrays, generators and files to training batches. */
@ApiStatus(Level.STABLE)
package io.nyala.data.streams;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
