// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;

/**
 * The extents of an array (IV.A.2.b).
 *
 * @param dims the extents, none for a single element
 * @param most the maximum extents, -1 for no limit
 * @param none whether there are no elements at all
 */
record Dataspace(long[] dims, long[] most, boolean none) {
  private static final int MAXIMA = 1;
  private static final int MOST_AXES = 32;
  private static final int NULL = 2;

  static Dataspace read(Cursor in) throws FormatException {
    int version = in.u8();
    int rank = in.u8();
    int flags = in.u8();
    int type = -1;
    if (version == 1) {
      in.skip(5);
    } else if (version == 2) {
      type = in.u8();
    } else {
      throw in.bytes().damaged("version " + version + " of a dataspace");
    }
    if (rank > MOST_AXES) {
      throw in.bytes().damaged(rank + " axes");
    }
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = in.length();
    }
    long[] most = dims.clone();
    for (int i = 0; (flags & MAXIMA) != 0 && i < rank; i++) {
      most[i] = in.address();
      if (most[i] >= 0 && most[i] < dims[i]) {
        throw in.bytes().damaged("extent %d of at most %d".formatted(dims[i], most[i]));
      }
    }
    return new Dataspace(dims, most, type == NULL);
  }

  /** Returns the number of elements, or the maximum long if there are more. */
  long size() {
    long size = none ? 0 : 1;
    for (long d : dims) {
      size = d != 0 && size > Long.MAX_VALUE / d ? Long.MAX_VALUE : size * d;
    }
    return size;
  }
}
