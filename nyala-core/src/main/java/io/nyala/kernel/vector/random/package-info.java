// SPDX-License-Identifier: Apache-2.0
/** Random numbers. */
package io.nyala.kernel.vector.random;
