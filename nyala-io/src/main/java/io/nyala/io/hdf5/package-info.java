// SPDX-License-Identifier: Apache-2.0
/** HDF5 files: read through jHDF, written here in the plain form that Keras's files have. */
package io.nyala.io.hdf5;
