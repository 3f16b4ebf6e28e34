// SPDX-License-Identifier: Apache-2.0
/** NumPy's files: single arrays ({@code .npy}) and archives of named arrays ({@code .npz}). */
@ApiStatus(Level.STABLE)
package io.nyala.tensor.npy;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
