// SPDX-License-Identifier: Apache-2.0
/** Checks of what every layer owes its users, ours and yours. No test framework. */
package io.nyala.layers.testing;
