// SPDX-License-Identifier: Apache-2.0
/** Text, categories and images inside a model: layers that work on raw data, saved with it. */
module io.nyala.features {
  requires transitive io.nyala.data;
  requires transitive io.nyala.nn;

  exports io.nyala.features;
  exports io.nyala.features.layers;

  provides io.nyala.layers.base.LayerFamily with
      io.nyala.features.layers.FeatureLayerFamily;
}
