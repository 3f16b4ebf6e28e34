// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.layers.base.Weight;
import io.nyala.models.Callback;
import io.nyala.optimizers.MultiOptimizer;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Segment;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates with the moving averages of the weights, which usually predict better than the weights
 * of a single step: the averages are in the model during each evaluation, also that of the
 * validation, and the weights themselves before and after it. The optimizer must keep averages:
 * {@code adam(1e-3).ema(0.99)}. Semantics of Keras 3 ({@code callbacks/swap_ema_weights.py}).
 *
 * <p>A {@code fit} with such an optimizer leaves the averages in the model in any case.
 */
public final class SwapEMAWeights extends Callback {
  private boolean onEpoch;
  private List<Tensor> own; // while the averages are in the model

  /** Creates the callback; it swaps for evaluations only. */
  public SwapEMAWeights() {}

  /**
   * Leaves the averages in the model from the end of an epoch to the beginning of the next, so that
   * callbacks after this one, such as a {@link ModelCheckpoint}, see and save them; default false.
   */
  public SwapEMAWeights swapOnEpoch(boolean newSwapOnEpoch) {
    this.onEpoch = newSwapOnEpoch;
    return this;
  }

  @Override
  public void onTrainBegin() {
    own = null;
    if (keepers().isEmpty()) {
      throw new IllegalArgumentException(
          ("SwapEMAWeights: the optimizer \"%s\" keeps no moving averages of the weights; call its "
                  + "ema(0.99) before compile")
              .formatted(model().optimizer().name()));
    }
  }

  @Override
  public void onEpochBegin(int epoch) {
    swapBack();
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    if (onEpoch) {
      swapIn();
    }
  }

  @Override
  public void onTestBegin() {
    swapIn();
  }

  @Override
  public void onTestEnd(Map<String, Double> logs) {
    swapBack();
  }

  private void swapIn() {
    Optimizer optimizer = model().optimizer();
    if (own != null || optimizer == null || optimizer.iterations() == 0) {
      return; // there are no averages before the first update
    }
    Map<Weight, Tensor> averages = averages(optimizer);
    List<Tensor> weights = model().getWeights();
    List<Tensor> averaged = new ArrayList<>();
    List<Weight> all = model().weights();
    for (int i = 0; i < all.size(); i++) {
      averaged.add(averages.getOrDefault(all.get(i), weights.get(i)));
    }
    model().setWeights(averaged);
    own = weights;
  }

  /** Only what training changes: an evaluation may have changed other weights, such as counts. */
  private void swapBack() {
    if (own == null) {
      return;
    }
    List<Weight> all = model().weights();
    List<Tensor> weights = new ArrayList<>(model().getWeights());
    for (Weight trained : model().trainedWeights()) {
      int i = all.indexOf(trained);
      weights.set(i, own.get(i));
    }
    model().setWeights(weights);
    own = null;
  }

  /** Returns the optimizers that keep averages. */
  private List<Optimizer> keepers() {
    Optimizer optimizer = model().optimizer();
    List<Optimizer> all =
        optimizer instanceof MultiOptimizer multi ? multi.optimizers() : List.of(optimizer);
    return all.stream().filter(o -> Boolean.TRUE.equals(o.config().get("use_ema"))).toList();
  }

  private Map<Weight, Tensor> averages(Optimizer optimizer) {
    Map<Integer, Weight> at = new HashMap<>();
    List<Weight> trained = model().trainedWeights();
    List<Segment> segments = optimizer.segments();
    for (int i = 0; i < trained.size(); i++) {
      at.put(segments.get(i).offset(), trained.get(i));
    }
    Map<Weight, Tensor> averages = new LinkedHashMap<>();
    for (Optimizer keeper : keepers()) {
      for (Segment s : keeper.averages() == null ? List.<Segment>of() : keeper.segments()) {
        float[] values = Arrays.copyOfRange(keeper.averages(), s.offset(), s.end());
        averages.put(at.get(s.offset()), Tensor.of(s.shape(), values));
      }
    }
    return averages;
  }

  // A run that ends between two epochs has averages in the model, and needs the weights to go on.

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("own", own);
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // as state() made it
  public void restore(Map<String, Object> state) {
    own = (List<Tensor>) state.get("own");
  }
}
