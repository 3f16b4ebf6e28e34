// SPDX-License-Identifier: Apache-2.0
/** What is known about a training: task, decisions, trials, scores. */
@ApiStatus(Level.PREVIEW)
package io.nyala.auto.facts;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
