// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.convolutional.Conv1D;
import io.nyala.layers.convolutional.Conv2DTranspose;
import io.nyala.layers.convolutional.Conv3D;
import io.nyala.layers.recurrent.GRUCell;
import io.nyala.layers.recurrent.LSTMCell;
import io.nyala.legacy.KerasVersion;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Converts weights of Keras 1, of Keras on Theano and of cuDNN layers to the current layout, as
 * Keras 2 did when it read them.
 *
 * @param version the version of Keras that wrote them
 * @param theano whether they were trained on Theano, which convolves with flipped kernels
 */
record OlderArrays(KerasVersion version, boolean theano) {
  /** The cell of the convolutional LSTMs. */
  private static final String CONV_LSTM = "ConvLSTMCell";

  /** Kernels whose first axes are spatial. */
  private static final Set<String> WALKING =
      Set.of(
          "Conv1D",
          "Conv2D",
          "Conv3D",
          "Conv1DTranspose",
          "Conv2DTranspose",
          "Conv3DTranspose",
          "DepthwiseConv1D",
          "DepthwiseConv2D",
          "SeparableConv1D",
          "SeparableConv2D",
          CONV_LSTM);

  /** The arrays of a gate in Keras 1: kernel, recurrent kernel and bias. */
  private static final int PER_GATE = 3;

  /** Returns the number of gates of a recurrent cell, 0 for other layers. */
  static int gates(Layer layer) {
    boolean four = layer instanceof LSTMCell || isConvolutional(layer);
    return four ? 4 : layer instanceof GRUCell ? 3 : 0;
  }

  private static boolean isConvolutional(Layer layer) {
    return layer != null && layer.className().equals(CONV_LSTM);
  }

  /** Returns the number of arrays that Keras 1 has for such a cell. */
  static int apart(Layer cell) {
    return gates(cell) * PER_GATE;
  }

  /**
   * Returns the arrays of weights that are converted together: all weights of a recurrent cell,
   * otherwise a single one.
   *
   * @param weights the weights of one layer
   */
  List<StoredArray> convert(List<Weight> weights, List<StoredArray> stored) {
    Layer owner = weights.get(0).owner();
    int gates = gates(owner);
    boolean apart = gates > 0 && stored.size() == apart(owner) && weights.size() == PER_GATE;
    List<StoredArray> arrays = apart ? joined(stored) : stored;
    if (gates > 0 && !isConvolutional(owner)) {
      return fromLibrary(arrays, gates);
    }
    return IntStream.range(0, arrays.size())
        .mapToObj(i -> kernel(owner, weights.get(i), arrays.get(i)))
        .toList();
  }

  // Recurrent layers

  /** Keras 1 stores the gates of an LSTM in the order i, c, f, o; later versions use i, f, c, o. */
  private static List<StoredArray> joined(List<StoredArray> apart) {
    List<Integer> order = apart.size() == 12 ? List.of(0, 2, 1, 3) : List.of(0, 1, 2);
    return IntStream.range(0, PER_GATE)
        .mapToObj(part -> order.stream().map(gate -> apart.get(gate * PER_GATE + part)).toList())
        .map(StoredArray::sideBySide)
        .toList();
  }

  /** CuDNNLSTM and CuDNNGRU have two biases, and transposed matrices for each gate. */
  private static List<StoredArray> fromLibrary(List<StoredArray> stored, int gates) {
    if (stored.size() != PER_GATE
        || stored.get(1).shape().rank() != 2
        || !stored.get(2).shape().equals(Shape.of(2 * gates * stored.get(1).shape().dim(0)))) {
      return stored;
    }
    StoredArray kernel = stored.get(0);
    StoredArray recurrent = stored.get(1);
    StoredArray bias = stored.get(2);
    int units = recurrent.shape().dim(0);
    int in = kernel.shape().dim(0);
    List<StoredArray> kernels =
        IntStream.range(0, gates)
            .mapToObj(g -> kernel.columns(g * units, units))
            .map(k -> k.shaped(Shape.of(units, in)).permuted(1, 0))
            .toList();
    List<StoredArray> recurrents =
        IntStream.range(0, gates)
            .mapToObj(g -> recurrent.columns(g * units, units).permuted(1, 0))
            .toList();
    return List.of(
        StoredArray.sideBySide(kernels),
        StoredArray.sideBySide(recurrents),
        gates == 4 ? bias.folded() : bias.shaped(Shape.of(2, gates * units)));
  }

  // Convolutions

  private StoredArray kernel(Layer owner, Weight weight, StoredArray stored) {
    StoredArray array = stored;
    if (!WALKING.contains(owner.className()) || weight.name().endsWith("bias")) {
      return array;
    }
    if (version.major() < 2) {
      array = sinceKerasTwo(owner, weight, array);
    }
    return theano && array.shape().rank() >= 3 ? array.flipped(array.shape().rank() - 2) : array;
  }

  /** Keras 1 stores filters and channels first if images have channels first. */
  private static StoredArray sinceKerasTwo(Layer owner, Weight weight, StoredArray array) {
    boolean first = "channels_first".equals(owner.config().get("data_format"));
    int rank = array.shape().rank();
    return switch (owner) {
      case Conv1D c when rank == 4 -> overOneAxis(weight.shape(), array);
      case Conv2DTranspose c when rank == 4 ->
          first ? array.permuted(2, 3, 0, 1) : array.permuted(0, 1, 3, 2);
      case Conv3D c when first && rank == 5 -> array.permuted(2, 3, 4, 1, 0);
      default -> first && rank == 4 ? array.permuted(2, 3, 1, 0) : array;
    };
  }

  /** Keras 1 stores a second axis of extent 1, and before version 1.2 the filters first. */
  private static StoredArray overOneAxis(Shape wanted, StoredArray array) {
    Shape present = Shape.of(wanted.dim(0), 1, wanted.dim(1), wanted.dim(2));
    StoredArray ordered = array.shape().equals(present) ? array : array.permuted(2, 3, 1, 0);
    return ordered.shape().equals(present) ? ordered.shaped(wanted) : array;
  }
}
