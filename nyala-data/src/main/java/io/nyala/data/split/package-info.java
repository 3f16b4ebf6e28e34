// SPDX-License-Identifier: Apache-2.0
/** Train, validation and test parts, and cross-validation folds, after scikit-learn. */
package io.nyala.data.split;
