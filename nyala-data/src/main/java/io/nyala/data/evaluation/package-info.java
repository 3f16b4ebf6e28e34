// SPDX-License-Identifier: Apache-2.0
/**
 * Judge predictions: confusion matrix, classification report, ROC and precision-recall curves,
 * regression measures; the numbers are those of scikit-learn.
 */
@ApiStatus(Level.STABLE)
package io.nyala.data.evaluation;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
