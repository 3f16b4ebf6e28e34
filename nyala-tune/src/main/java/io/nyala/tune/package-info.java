// SPDX-License-Identifier: Apache-2.0
/**
 * Search for good hyperparameters: a study tries values of a space, keeps each trial in a journal,
 * and goes on after an interruption as if there had been none.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
