// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.layers.attention.AdditiveAttention;
import io.nyala.layers.attention.Attention;
import io.nyala.layers.attention.GroupQueryAttention;
import io.nyala.layers.attention.MultiHeadAttention;
import io.nyala.layers.base.Layer;
import io.nyala.layers.recurrent.Bidirectional;
import io.nyala.layers.recurrent.GRU;
import io.nyala.layers.recurrent.LSTM;
import io.nyala.layers.recurrent.RNN;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.layers.recurrent.RecurrentCell;
import io.nyala.layers.recurrent.SimpleRNN;
import io.nyala.layers.recurrent.TimeDistributed;

/** Makes layers over steps of time; {@link Layers} has them all. */
abstract sealed class SequenceLayers permits Layers {
  SequenceLayers() {}

  // Attention

  /** Returns attention by inner products, of a query to values. */
  public static Attention attention() {
    return new Attention();
  }

  /** Returns attention by sums, of a query to values. */
  public static AdditiveAttention additiveAttention() {
    return new AdditiveAttention();
  }

  /** Returns attention by several heads. */
  public static MultiHeadAttention multiHeadAttention(int numHeads, int keyDim) {
    return new MultiHeadAttention(numHeads, keyDim);
  }

  /** Returns attention by heads that share keys and values in groups. */
  public static GroupQueryAttention groupQueryAttention(
      int headDim, int numQueryHeads, int numKeyValueHeads) {
    return new GroupQueryAttention(headDim, numQueryHeads, numKeyValueHeads);
  }

  // Sequences

  /** Makes a recurrent layer over a cell of your own. */
  public static RNN rnn(RecurrentCell<?> cell) {
    return new RNN(cell);
  }

  /** Makes two layers of one, which walk a sequence from both ends. */
  public static Bidirectional bidirectional(Recurrent<?> layer) {
    return new Bidirectional(layer);
  }

  /** Applies a layer to each time step. */
  public static TimeDistributed timeDistributed(Layer layer) {
    return new TimeDistributed(layer);
  }

  /** Makes a {@link SimpleRNN} layer. */
  public static SimpleRNN simpleRNN(int units) {
    return new SimpleRNN(units);
  }

  /** Makes an {@link LSTM} layer. */
  public static LSTM lstm(int units) {
    return new LSTM(units);
  }

  /** Makes a {@link GRU} layer. */
  public static GRU gru(int units) {
    return new GRU(units);
  }
}
