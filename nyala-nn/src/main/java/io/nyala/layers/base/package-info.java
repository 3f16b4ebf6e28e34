// SPDX-License-Identifier: Apache-2.0
/** What all layers have in common: layers, calls, weights, masks, and how files name them. */
package io.nyala.layers.base;
