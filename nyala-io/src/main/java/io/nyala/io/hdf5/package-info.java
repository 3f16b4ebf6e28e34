// SPDX-License-Identifier: Apache-2.0
/** HDF5 files: read in the forms that Keras and h5py write, written in the plain one of Keras. */
package io.nyala.io.hdf5;
