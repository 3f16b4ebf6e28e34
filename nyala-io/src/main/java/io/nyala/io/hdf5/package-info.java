// SPDX-License-Identifier: Apache-2.0
/**
 * HDF5 files: reads all variants that Keras and h5py write, and writes the simple variant of Keras.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.io.hdf5;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
