// SPDX-License-Identifier: Apache-2.0
/** Activation functions as layers. */
package io.nyala.layers.activation;
