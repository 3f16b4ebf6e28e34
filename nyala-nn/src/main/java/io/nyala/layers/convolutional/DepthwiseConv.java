// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/**
 * A depthwise convolution, with separate kernels for each channel.
 *
 * @param <L> the concrete layer type
 */
abstract class DepthwiseConv<L extends DepthwiseConv<L>> extends DepthwiseKernel<L> {
  DepthwiseConv(int spatialRank, int... kernelSize) {
    super(spatialRank, kernelSize);
  }

  @Override
  final void buildKernels(int inputChannels) {
    buildDepthwise("kernel", inputChannels);
  }

  @Override
  final int outputChannels(int inputChannels) {
    return depthwiseChannels(inputChannels);
  }

  @Override
  final Value convolve(Call call, Value x) {
    Value y = depthwise(call, x);
    return activation().apply(bias() == null ? y : Ops.add(y, call.read(bias())));
  }
}
