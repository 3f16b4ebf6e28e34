// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.settings.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values logged during training, by epoch. */
public final class History extends Callback {
  private final List<Integer> epochs = new ArrayList<>();
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /** Creates an empty history. {@code fit} creates and returns one automatically. */
  public History() {}

  @Override
  protected boolean runsLast() {
    return true;
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public void onTrainBegin() {
    epochs.clear();
  }

  @Override
  public Map<String, Object> state() {
    return Map.of("epochs", List.copyOf(epochs), "values", copy(values));
  }

  @Override
  @SuppressWarnings("unchecked") // as state() made it
  public void restore(Map<String, Object> state) {
    epochs.clear();
    epochs.addAll((List<Integer>) state.get("epochs"));
    values.clear();
    values.putAll(copy((Map<String, List<Double>>) state.get("values")));
  }

  private static Map<String, List<Double>> copy(Map<String, List<Double>> of) {
    Map<String, List<Double>> copies = new LinkedHashMap<>();
    of.forEach((name, v) -> copies.put(name, new ArrayList<>(v)));
    return copies;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    epochs.add(epoch);
    logs.forEach((name, v) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(v));
  }

  /** Returns the numbers of the completed epochs, counted from 0. */
  public List<Integer> epochs() {
    return List.copyOf(epochs);
  }

  /** Returns the values for each name, in epoch order. */
  public Map<String, List<Double>> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * Returns the values for one name, for example {@code val_loss}, in epoch order.
   *
   * @throws IllegalArgumentException if nothing was logged under that name
   */
  public List<Double> get(String name) {
    List<Double> found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no value named \"" + name + "\"; " + Names.hint(name, values.keySet()));
    }
    return Collections.unmodifiableList(found);
  }

  /** Returns the value of the last epoch. */
  public double last(String name) {
    return get(name).getLast();
  }

  /** Returns the latest value of each name; empty before the first epoch. */
  Map<String, Double> latest() {
    Map<String, Double> latest = new LinkedHashMap<>();
    values.forEach((name, v) -> latest.put(name, v.getLast()));
    return latest;
  }

  /** Returns Keras's parameters of the run: epochs and steps. */
  public Run params() {
    return run();
  }

  @Override
  public String toString() {
    return "History of " + epochs.size() + " epochs: " + values.keySet();
  }
}
