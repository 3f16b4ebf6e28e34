// SPDX-License-Identifier: Apache-2.0
/**
 * Hyperparameter search: a study tries values of a space, records each trial in a journal, and
 * resumes after an interruption with the same results.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
