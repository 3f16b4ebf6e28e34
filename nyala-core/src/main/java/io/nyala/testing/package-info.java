// SPDX-License-Identifier: Apache-2.0
/**
 * Tools to check operations and layers, ours and yours: gradients, values, allocations. No test
 * framework.
 */
package io.nyala.testing;
