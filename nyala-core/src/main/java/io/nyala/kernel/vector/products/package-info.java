// SPDX-License-Identifier: Apache-2.0
/** Products of matrices. */
package io.nyala.kernel.vector.products;
