// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.doctor.Course;
import io.nyala.doctor.Diagnosis;
import io.nyala.doctor.Examination;
import io.nyala.doctor.Finding;
import io.nyala.models.Callback;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Checks for problems before training, and again after it using the learning curves. Each finding
 * is reported once; nothing is reported if there are no problems. The cost is a pass over some rows
 * before and after training, and nothing in between.
 */
public class Doctor extends Callback {
  private final boolean given;
  private List<Tensor> x;
  private List<Tensor> y;
  private Consumer<Diagnosis> listener = d -> {};
  private Diagnosis diagnosis = new Diagnosis(List.of());
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> validation = new ArrayList<>(); // NaN for an epoch without one
  private int first;
  private List<Tensor> before = List.of();
  private long iterations;
  private double trivial;
  private boolean diverged;

  /** Checks a model on the rows it is trained on. */
  public Doctor() {
    given = false;
  }

  /** Checks a model with one input and one output on its training rows. */
  public Doctor(Tensor x, Tensor y) {
    this(List.of(Arguments.given("Doctor: x", x)), List.of(Arguments.given("Doctor: y", y)));
  }

  /** Checks a model on its training rows. */
  public Doctor(List<Tensor> x, List<Tensor> y) {
    given = true;
    this.x = Arguments.allGiven("Doctor: x", x);
    this.y = Arguments.allGiven("Doctor: y", y);
  }

  /** Sets the listener for findings before and after training; default none. */
  public Doctor telling(Consumer<Diagnosis> newListener) {
    this.listener = Arguments.given("Doctor: listener", newListener);
    return this;
  }

  /** Returns all findings so far. */
  public Diagnosis diagnosis() {
    return diagnosis;
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  protected boolean wantsData() {
    return !given;
  }

  @Override
  public void onData(List<Tensor> someX, List<Tensor> someY) {
    x = List.copyOf(someX);
    y = List.copyOf(someY);
  }

  @Override
  public void onTrainBegin() {
    losses.clear();
    validation.clear();
    first = 0;
    diverged = false;
    iterations = model().optimizer().iterations();
    before = model().getWeights();
    Examination examination = model().examine(x, y);
    // The loss includes penalties, which a constant prediction cannot account for.
    boolean penalties = model().weights().stream().anyMatch(w -> w.regularizer() != null);
    trivial = penalties ? Double.NaN : Course.trivial(examination);
    diagnosis = examination.diagnose();
    if (!diagnosis.isHealthy()) {
      listener.accept(diagnosis);
    }
  }

  /** Returns the curves so far; findings before training are computed again. */
  @Override
  public Map<String, Object> state() {
    return Map.of(
        "losses", List.copyOf(losses), "validation", List.copyOf(validation), "first", first);
  }

  @Override
  @SuppressWarnings("unchecked") // as state() made it
  public void restore(Map<String, Object> state) {
    losses.clear();
    losses.addAll((List<Double>) state.get("losses"));
    validation.clear();
    validation.addAll((List<Double>) state.get("validation"));
    first = state.get("first") instanceof Number n ? n.intValue() : 0;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    first = losses.isEmpty() ? epoch : first;
    losses.add(logs.get("loss"));
    validation.add(logs.getOrDefault("val_loss", Double.NaN));
  }

  @Override
  public boolean onDivergence(int epoch, int batch, double loss) {
    diverged = true;
    judge();
    return false;
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    if (!diverged) {
      judge();
    }
  }

  private void judge() {
    long steps = model().optimizer().iterations() - iterations;
    Diagnosis course =
        new Course(steps, losses, validation, trivial, moved(), diverged, first).diagnose();
    Diagnosis after = course.and(model().examine(x, y).diagnose());
    int known = diagnosis.findings().size();
    diagnosis = diagnosis.and(after);
    if (diagnosis.findings().size() > known) {
      List<Finding> news = diagnosis.findings().subList(known, diagnosis.findings().size());
      listener.accept(new Diagnosis(news));
    }
  }

  /** Returns the joint change of all weights relative to their norm. */
  private double moved() {
    List<Tensor> now = model().getWeights();
    double change = 0;
    double size = 0;
    for (int i = 0; i < now.size(); i++) {
      float[] a = before.get(i).floats();
      float[] b = now.get(i).floats();
      for (int k = 0; k < a.length; k++) {
        change += (double) (b[k] - a[k]) * (b[k] - a[k]);
        size += (double) a[k] * a[k];
      }
    }
    return size == 0 ? Double.NaN : Math.sqrt(change / size);
  }
}
