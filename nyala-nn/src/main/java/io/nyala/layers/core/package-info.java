// SPDX-License-Identifier: Apache-2.0
/** Dense layers, embeddings, inputs, masks and functions as layers. */
package io.nyala.layers.core;
