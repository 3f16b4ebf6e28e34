// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * A set of kernels, one for each interface.
 *
 * @param name {@code vector} or {@code scalar}
 */
public record Kernels(
    String name,
    ElementwiseKernels elementwise,
    ReduceKernels reduce,
    GemmKernels gemm,
    RowKernels rows,
    ColumnKernels columns,
    RandomKernels random,
    MoveKernels move,
    ConvolutionKernels convolutions,
    RecurrentKernels recurrent,
    PoolingKernels pooling,
    NormalizedPoolingKernels normalizedPooling) {}
