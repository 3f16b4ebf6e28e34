// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.layers.attention.AdditiveAttention;
import io.nyala.layers.attention.Attention;
import io.nyala.layers.attention.GroupQueryAttention;
import io.nyala.layers.attention.MultiHeadAttention;
import io.nyala.layers.base.Layer;
import io.nyala.layers.recurrent.Bidirectional;
import io.nyala.layers.recurrent.ConvLSTM1D;
import io.nyala.layers.recurrent.ConvLSTM2D;
import io.nyala.layers.recurrent.ConvLSTM3D;
import io.nyala.layers.recurrent.GRU;
import io.nyala.layers.recurrent.LSTM;
import io.nyala.layers.recurrent.RNN;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.layers.recurrent.RecurrentCell;
import io.nyala.layers.recurrent.SimpleRNN;
import io.nyala.layers.recurrent.TimeDistributed;

/** Factory methods for sequence layers; use them through {@link Layers}. */
abstract sealed class SequenceLayers permits Layers {
  SequenceLayers() {}

  // Attention

  /** Returns a dot-product attention layer. */
  public static Attention attention() {
    return new Attention();
  }

  /** Returns an additive attention layer. */
  public static AdditiveAttention additiveAttention() {
    return new AdditiveAttention();
  }

  /** Returns a multi-head attention layer. */
  public static MultiHeadAttention multiHeadAttention(int numHeads, int keyDim) {
    return new MultiHeadAttention(numHeads, keyDim);
  }

  /** Returns a grouped-query attention layer, whose heads share keys and values in groups. */
  public static GroupQueryAttention groupQueryAttention(
      int headDim, int numQueryHeads, int numKeyValueHeads) {
    return new GroupQueryAttention(headDim, numQueryHeads, numKeyValueHeads);
  }

  // Sequences

  /** Returns a recurrent layer with a custom cell. */
  public static RNN rnn(RecurrentCell<?> cell) {
    return new RNN(cell);
  }

  /** Returns a wrapper that runs a recurrent layer over a sequence in both directions. */
  public static Bidirectional bidirectional(Recurrent<?> layer) {
    return new Bidirectional(layer);
  }

  /** Returns a wrapper that applies a layer to each time step. */
  public static TimeDistributed timeDistributed(Layer layer) {
    return new TimeDistributed(layer);
  }

  /** Returns a {@link SimpleRNN} layer. */
  public static SimpleRNN simpleRNN(int units) {
    return new SimpleRNN(units);
  }

  /** Returns an {@link LSTM} layer. */
  public static LSTM lstm(int units) {
    return new LSTM(units);
  }

  /** Returns a convolutional LSTM layer over sequences of rows. */
  public static ConvLSTM1D convLstm1D(int filters, int... kernelSize) {
    return new ConvLSTM1D(filters, kernelSize);
  }

  /** Returns a convolutional LSTM layer over sequences of images. */
  public static ConvLSTM2D convLstm2D(int filters, int... kernelSize) {
    return new ConvLSTM2D(filters, kernelSize);
  }

  /** Returns a convolutional LSTM layer over sequences of volumes. */
  public static ConvLSTM3D convLstm3D(int filters, int... kernelSize) {
    return new ConvLSTM3D(filters, kernelSize);
  }

  /** Makes a {@link GRU} layer. */
  public static GRU gru(int units) {
    return new GRU(units);
  }
}
