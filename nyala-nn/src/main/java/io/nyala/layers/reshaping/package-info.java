// SPDX-License-Identifier: Apache-2.0
/** Other shapes for the same numbers: reshape, permute, pad, crop, repeat. */
package io.nyala.layers.reshaping;
