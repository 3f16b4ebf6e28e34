// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class RecurrentLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public RecurrentLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("SimpleRNN", SimpleRNN::from);
    add.accept("LSTM", LSTM::from);
    add.accept("GRU", GRU::from);
    add.accept("ConvLSTM1D", ConvLSTM1D::from);
    add.accept("ConvLSTM2D", ConvLSTM2D::from);
    add.accept("ConvLSTM3D", ConvLSTM3D::from);
    add.accept("RNN", RNN::from);
    add.accept("Bidirectional", Bidirectional::from);
    add.accept("TimeDistributed", TimeDistributed::from);
    add.accept("StackedRNNCells", StackedRNNCells::from);
    add.accept("SimpleRNNCell", SimpleRNNCell::from);
    add.accept("LSTMCell", LSTMCell::from);
    add.accept("GRUCell", GRUCell::from);
  }
}
