// SPDX-License-Identifier: Apache-2.0
/** Scalers, one-hot encoding and label encoding, after scikit-learn and Keras. */
package io.nyala.data.preprocessing;
