// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import java.util.List;

/**
 * An operation with a joint kernel or gradient of its own. Its decomposition into primitives is the
 * fallback of an engine that lacks the kernel and the oracle that the kernel is tested against.
 */
public sealed interface FusedOp extends Op
    permits MeanOp,
        DenseOp,
        SoftmaxOp,
        LogSoftmax,
        SoftmaxCrossEntropy,
        BatchNorm,
        BatchNormGradient,
        BatchNormPooling,
        BatchNormPoolingGradient,
        LayerNorm,
        LayerNormGradient,
        DropoutOp,
        Convolution,
        ConvolutionInputGradient,
        ConvolutionKernelGradient,
        DepthwiseConvolution,
        DepthwiseInputGradient,
        DepthwiseKernelGradient,
        Pooling,
        PoolingGradient,
        Recurrence,
        RecurrenceGradient {
  /** Returns the results as functions of the inputs, in primitives (or simpler fused ops). */
  List<Value> decompose(List<Value> inputs);
}
