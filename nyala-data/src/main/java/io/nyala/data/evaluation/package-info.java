// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluation of predictions: confusion matrix, classification report, ROC and precision-recall
 * curves, regression metrics. The numbers match scikit-learn's.
 */
@ApiStatus(Level.STABLE)
package io.nyala.data.evaluation;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
