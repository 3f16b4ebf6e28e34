/** Values: shape, element type and data. Nothing here knows about graphs or kernels. */
package io.nyala.tensor;
