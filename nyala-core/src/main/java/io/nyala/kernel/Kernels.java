// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * One family of kernels each.
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
