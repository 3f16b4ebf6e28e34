// SPDX-License-Identifier: Apache-2.0
/** HDF5 files: all that h5py writes is read; written is the plain form of Keras. */
package io.nyala.io.hdf5;
