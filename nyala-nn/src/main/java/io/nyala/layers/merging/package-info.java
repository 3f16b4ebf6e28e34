// SPDX-License-Identifier: Apache-2.0
/** Several inputs into one. */
package io.nyala.layers.merging;
