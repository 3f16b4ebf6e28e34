// SPDX-License-Identifier: Apache-2.0
/** Data that stream: pipelines from arrays, generators and files to the batches of a training. */
@ApiStatus(Level.STABLE)
package io.nyala.data.streams;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
