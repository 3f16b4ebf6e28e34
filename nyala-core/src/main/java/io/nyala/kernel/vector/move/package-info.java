// SPDX-License-Identifier: Apache-2.0
/** Copies, transpositions, gathers and scatters. */
package io.nyala.kernel.vector.move;
