// SPDX-License-Identifier: Apache-2.0
/** Attention, with one head and with several. */
package io.nyala.layers.attention;
