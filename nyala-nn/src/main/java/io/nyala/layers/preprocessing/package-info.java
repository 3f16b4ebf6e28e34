// SPDX-License-Identifier: Apache-2.0
/** Raw features into numbers that a network learns from. */
package io.nyala.layers.preprocessing;
