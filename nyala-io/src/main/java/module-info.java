// SPDX-License-Identifier: Apache-2.0
/** Files: models, weights, checkpoints, and event files for TensorBoard. */
module io.nyala.io {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires java.net.http;
  requires transitive io.nyala.nn;

  exports io.nyala.io;
  exports io.nyala.io.arrays;
  exports io.nyala.io.checkpoint;
  exports io.nyala.io.files;
  exports io.nyala.io.hdf5;
  exports io.nyala.io.keras;
  exports io.nyala.io.mlflow;
  exports io.nyala.io.safetensors;
  exports io.nyala.io.tensorboard;
  exports io.nyala.io.torch;

  provides io.nyala.models.ModelStore with
      io.nyala.io.FileStore;
}
