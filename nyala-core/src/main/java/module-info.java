/** The engine: tensors, operations, gradients, compiled programs and their kernels. */
module io.nyala.core {
  requires jdk.incubator.vector;

  exports io.nyala.tensor;
}
