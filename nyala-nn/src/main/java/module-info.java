// SPDX-License-Identifier: Apache-2.0
/** Networks: layers, losses, metrics, optimizers, callbacks and training, after Keras. */
module io.nyala.nn {
  requires transitive io.nyala.core;

  exports io.nyala.activations;
  exports io.nyala.callbacks;
  exports io.nyala.constraints;
  exports io.nyala.doctor;
  exports io.nyala.initializers;
  exports io.nyala.layers;
  exports io.nyala.layers.testing;
  exports io.nyala.legacy;
  exports io.nyala.losses;
  exports io.nyala.metrics;
  exports io.nyala.models;
  exports io.nyala.optimizers;
  exports io.nyala.regularizers;
  exports io.nyala.saving;

  uses io.nyala.models.ModelStore;
}
