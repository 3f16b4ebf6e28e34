// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.bench;

import io.nyala.kernel.GemmKernels;
import io.nyala.kernel.KernelProvider;
import io.nyala.ops.Activation;

/** Ours: every workload as a user of Nyala would write it. */
final class NyalaContender implements Contender {
  @Override
  public String name() {
    return "nyala";
  }

  @Override
  public Step prepare(Workload workload, int threads) {
    return switch (workload) {
      case Workload.MatrixProduct product -> new Product(product.size());
      case Workload.MlpTraining _, Workload.RowPrediction _ ->
          throw new UnsupportedOperationException(workload.name() + " is not timed yet");
    };
  }

  /** One thread computes the whole product. */
  private static final class Product implements Step {
    private final GemmKernels gemm = KernelProvider.current().gemm();
    private final int size;
    private final float[] left;
    private final float[] right;
    private final float[] product;

    Product(int size) {
      this.size = size;
      left = WorkloadData.features(size, size);
      right = WorkloadData.features(size, size);
      product = new float[size * size];
    }

    @Override
    public void run() {
      gemm.gemm(
          false,
          false,
          0,
          size,
          0,
          size,
          size,
          left,
          0,
          size,
          right,
          0,
          size,
          product,
          0,
          size,
          false,
          null,
          0,
          Activation.LINEAR);
    }

    @Override
    public double witness() {
      return product[0];
    }
  }
}
