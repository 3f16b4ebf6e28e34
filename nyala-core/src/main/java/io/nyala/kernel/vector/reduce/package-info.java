// SPDX-License-Identifier: Apache-2.0
/** Sums and other reductions, over rows and down columns. */
package io.nyala.kernel.vector.reduce;
