// SPDX-License-Identifier: Apache-2.0
/** Internal helpers shared by several families of layers. Not part of the public API. */
package io.nyala.layers.support;
