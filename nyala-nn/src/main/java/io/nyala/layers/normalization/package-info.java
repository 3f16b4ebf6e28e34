// SPDX-License-Identifier: Apache-2.0
/** Normalization of batches, layers, groups and weights. */
package io.nyala.layers.normalization;
