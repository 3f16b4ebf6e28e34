// SPDX-License-Identifier: Apache-2.0
/** Layers, after Keras: what they compute, their weights and settings. */
package io.nyala.layers;
