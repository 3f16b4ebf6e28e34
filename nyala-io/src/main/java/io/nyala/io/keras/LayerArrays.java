// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Matches the arrays of a layer in an older file with its weights. */
final class LayerArrays {
  private LayerArrays() {}

  /** A group of weights whose arrays are read together. */
  private record Share(List<Weight> weights, List<StoredArray> arrays) {
    boolean fits() {
      return weights.size() == arrays.size()
          && IntStream.range(0, weights.size())
              .allMatch(i -> weights.get(i).shape().equals(arrays.get(i).shape()));
    }
  }

  /**
   * Pairs arrays and weights by order: trainable ones first, as Keras lists them, or layer by
   * layer, as it does for frozen models.
   *
   * @throws IllegalArgumentException if the number or the shapes differ
   */
  static List<Filling> fit(Layer layer, List<StoredArray> stored, String what, OlderArrays layout) {
    List<Share> best = null;
    for (List<Weight> order : List.of(LegacyWeights.inOrder(layer), layer.weights())) {
      List<Share> shares = shares(order, stored, layout);
      if (shares != null && (best == null || named(shares) > named(best))) {
        best = shares;
      }
    }
    if (best != null) {
      return fillings(best);
    }
    throw new IllegalArgumentException(
        "%s: expected weights %s, got arrays %s from %s (%s)"
            .formatted(layer, LegacyWeights.inOrder(layer), stored, what, layout.version()));
  }

  /**
   * Distributes the arrays over the weights in the given order, or returns null if they do not fit.
   */
  private static List<Share> shares(
      List<Weight> order, List<StoredArray> stored, OlderArrays layout) {
    List<Share> shares = new ArrayList<>();
    int taken = 0;
    for (List<Weight> together : together(order)) {
      Layer owner = together.get(0).owner();
      int apart = OlderArrays.apart(owner);
      boolean gates = layout.version().major() < 2 && isApart(together, stored, taken, apart);
      int count = gates ? apart : together.size();
      if (taken + count > stored.size()) {
        return null;
      }
      List<StoredArray> own = stored.subList(taken, taken + count);
      Share share = new Share(together, layout.convert(together, own));
      if (!share.fits()) {
        return null;
      }
      shares.add(share);
      taken += count;
    }
    return taken == stored.size() ? shares : null;
  }

  /** Returns whether the next arrays are the separate gates of a cell. */
  private static boolean isApart(
      List<Weight> together, List<StoredArray> stored, int taken, int apart) {
    if (apart == 0 || taken + apart > stored.size()) {
      return false;
    }
    int units = together.get(0).shape().last() / OlderArrays.gates(together.get(0).owner());
    Shape next = stored.get(taken).shape();
    return next.rank() == together.get(0).shape().rank() && next.last() == units;
  }

  private static List<List<Weight>> together(List<Weight> order) {
    List<List<Weight>> all = new ArrayList<>();
    Layer owner = null;
    for (Weight w : order) {
      if (w.owner() != owner || OlderArrays.gates(owner) == 0) {
        all.add(new ArrayList<>());
      }
      owner = w.owner();
      all.get(all.size() - 1).add(w);
    }
    return all;
  }

  /** Counts the arrays whose names match those of their weights, to choose between orders. */
  private static long named(List<Share> shares) {
    long count = 0;
    for (Share share : shares) {
      for (int i = 0; i < share.weights.size(); i++) {
        String name = share.arrays.get(i).name().replaceFirst(":[0-9]+$", "");
        Weight weight = share.weights.get(i);
        count += name.endsWith(weight.name()) ? 1 : 0;
        count += name.contains(weight.owner().name()) ? 1 : 0;
      }
    }
    return count;
  }

  private static List<Filling> fillings(List<Share> shares) {
    List<Filling> fillings = new ArrayList<>();
    for (Share share : shares) {
      for (int i = 0; i < share.weights.size(); i++) {
        StoredArray array = share.arrays.get(i);
        fillings.add(new Filling(array::readInto, share.weights.get(i).variable()));
      }
    }
    return fillings;
  }
}
