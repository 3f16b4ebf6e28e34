// SPDX-License-Identifier: Apache-2.0
/** HDF5 files: read in the forms that Keras and h5py write, written in the plain one of Keras. */
@ApiStatus(Level.PREVIEW)
package io.nyala.io.hdf5;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
