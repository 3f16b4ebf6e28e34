// SPDX-License-Identifier: Apache-2.0
/** Reads state dictionaries of PyTorch ({@code .pt}, {@code .pth}) without running anything. */
@ApiStatus(Level.PREVIEW)
package io.nyala.io.torch;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
