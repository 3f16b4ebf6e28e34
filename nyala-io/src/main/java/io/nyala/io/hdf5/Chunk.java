// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

/**
 * A part of an array that is packed by itself.
 *
 * @param number of the chunk in the array, row by row
 * @param address where it lies
 * @param size bytes there
 * @param mask bits of filters that were left out
 */
record Chunk(long number, long address, long size, long mask) {}
