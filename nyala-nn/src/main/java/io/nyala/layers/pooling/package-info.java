// SPDX-License-Identifier: Apache-2.0
/** Pooling in windows and over whole images or sequences. */
package io.nyala.layers.pooling;
