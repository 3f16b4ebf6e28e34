// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

/**
 * A chunk of an array, which is compressed separately.
 *
 * @param number the index of the chunk in the array, in row-major order
 * @param address its address
 * @param size its size in the file, in bytes
 * @param mask bits of the filters that were skipped
 */
record Chunk(long number, long address, long size, long mask) {}
