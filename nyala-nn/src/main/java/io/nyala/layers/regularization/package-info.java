// SPDX-License-Identifier: Apache-2.0
/** Dropout, noise and penalties: what acts in training alone. */
package io.nyala.layers.regularization;
