// SPDX-License-Identifier: Apache-2.0
/** The workers of a distributed training, and how they find and trust each other. */
@ApiStatus(Level.PREVIEW)
package io.nyala.cluster;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
