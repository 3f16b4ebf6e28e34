// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import java.util.List;

/**
 * An operation with a dedicated kernel or gradient. Its decomposition into primitives is the
 * fallback for an engine without the kernel and the oracle against which the kernel is tested.
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
        LayerNorm.Gradient,
        AttentionOp,
        AttentionOp.Gradient,
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
