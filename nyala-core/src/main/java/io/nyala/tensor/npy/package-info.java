// SPDX-License-Identifier: Apache-2.0
/** NumPy's files: single arrays ({@code .npy}) and archives of named arrays ({@code .npz}). */
package io.nyala.tensor.npy;
