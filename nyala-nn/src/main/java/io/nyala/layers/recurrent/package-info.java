// SPDX-License-Identifier: Apache-2.0
/** Recurrent layers, their cells, and wrappers for sequences. */
package io.nyala.layers.recurrent;
