// SPDX-License-Identifier: Apache-2.0
/** Networks: layers, losses, metrics, optimizers, callbacks and training, after Keras. */
module io.nyala.nn {
  requires transitive io.nyala.core;

  exports io.nyala.activations;
  exports io.nyala.callbacks;
  exports io.nyala.constraints;
  exports io.nyala.doctor;
  exports io.nyala.explain;
  exports io.nyala.initializers;
  exports io.nyala.layers;
  exports io.nyala.layers.activation;
  exports io.nyala.layers.applications;
  exports io.nyala.layers.attention;
  exports io.nyala.layers.augmentation;
  exports io.nyala.layers.base;
  exports io.nyala.layers.convolutional;
  exports io.nyala.layers.core;
  exports io.nyala.layers.merging;
  exports io.nyala.layers.normalization;
  exports io.nyala.layers.pooling;
  exports io.nyala.layers.preprocessing;
  exports io.nyala.layers.recurrent;
  exports io.nyala.layers.regularization;
  exports io.nyala.layers.reshaping;
  exports io.nyala.layers.testing;
  exports io.nyala.legacy;
  exports io.nyala.losses;
  exports io.nyala.metrics;
  exports io.nyala.models;
  exports io.nyala.models.serving;
  exports io.nyala.models.training;
  exports io.nyala.optimizers;
  exports io.nyala.peers;
  exports io.nyala.regularizers;
  exports io.nyala.saving;

  uses io.nyala.layers.base.LayerFamily;
  uses io.nyala.models.ModelStore;

  provides io.nyala.layers.base.LayerFamily with
      io.nyala.layers.activation.ActivationLayers,
      io.nyala.layers.applications.ApplicationLayers,
      io.nyala.layers.attention.AttentionLayers,
      io.nyala.layers.augmentation.AugmentationLayers,
      io.nyala.layers.convolutional.ConvolutionalLayers,
      io.nyala.layers.core.CoreLayers,
      io.nyala.layers.merging.MergingLayers,
      io.nyala.layers.normalization.NormalizationLayers,
      io.nyala.layers.pooling.PoolingLayers,
      io.nyala.layers.preprocessing.PreprocessingLayers,
      io.nyala.layers.recurrent.RecurrentLayers,
      io.nyala.layers.regularization.RegularizationLayers,
      io.nyala.layers.reshaping.ReshapingLayers;
}
