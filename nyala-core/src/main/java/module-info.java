// SPDX-License-Identifier: Apache-2.0
/** The engine: tensors, operations, gradients, compiled programs and their kernels. */
module io.nyala.core {
  requires jdk.incubator.vector;

  exports io.nyala.api;
  exports io.nyala.batches;
  exports io.nyala.files;
  exports io.nyala.files.testing;
  exports io.nyala.grad;
  exports io.nyala.graph;
  exports io.nyala.images;
  exports io.nyala.kernel;
  exports io.nyala.limits;
  exports io.nyala.ops;
  exports io.nyala.ops.kinds;
  exports io.nyala.plan;
  exports io.nyala.plan.cpu;
  exports io.nyala.plan.reference;
  exports io.nyala.settings;
  exports io.nyala.tensor;
  exports io.nyala.tensor.npy;
  exports io.nyala.testing;
  exports io.nyala.variables;
}
