// SPDX-License-Identifier: Apache-2.0
/** Values: shape, element type and data. Nothing here knows about graphs or kernels. */
package io.nyala.tensor;
