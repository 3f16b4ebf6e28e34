// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.losses.Loss;
import io.nyala.metrics.Metric;
import io.nyala.models.training.ComputeLoss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The losses and metrics of a compiled model, by output. */
public final class Objective {
  /**
   * A metric of one output.
   *
   * @param metric the metric
   * @param output the index of the output
   * @param weighted whether it uses sample weights
   * @param logName the name in logs, for example {@code label_accuracy}
   */
  public record Measure(Metric metric, int output, boolean weighted, String logName) {}

  private final List<String> outputNames;
  private final List<String> lossNames;
  private final List<Loss> losses;
  private final ComputeLoss computeLoss;
  private final List<Integer> loggedLosses;
  private final double[] factors;
  private final List<Measure> measures = new ArrayList<>();

  /**
   * Creates an objective from the compiled settings of each output.
   *
   * @param losses the losses, null for an output without one
   * @param computeLoss the function that replaces the losses, or null
   * @param factors the factors of the losses in the total
   * @param metrics metrics that ignore sample weights
   * @param weightedMetrics metrics that use sample weights
   */
  public Objective(
      List<String> outputNames,
      List<Loss> losses,
      ComputeLoss computeLoss,
      double[] factors,
      List<List<Metric>> metrics,
      List<List<Metric>> weightedMetrics) {
    this.outputNames = outputNames;
    this.lossNames = outputNames.stream().map(name -> name + "_loss").toList();
    this.losses = losses;
    this.computeLoss = computeLoss;
    this.loggedLosses = logged(losses);
    this.factors = factors;
    Map<String, Integer> taken = new HashMap<>();
    for (int i = 0; i < factors.length; i++) {
      for (Metric m : metrics.get(i)) {
        measures.add(new Measure(m, i, false, unique(prefixed(i, m.name()), taken)));
      }
    }
    for (int i = 0; i < factors.length; i++) {
      for (Metric m : weightedMetrics.get(i)) {
        String plain = prefixed(i, m.name());
        String name = taken.containsKey(plain) ? prefixed(i, "weighted_" + m.name()) : plain;
        measures.add(new Measure(m, i, true, unique(name, taken)));
      }
    }
    checkDistinct();
  }

  /**
   * Creates an objective from the values logged by a user-defined step: numbers of each batch, and
   * metrics.
   */
  public Objective(List<String> logged, List<Measure> measures) {
    this.outputNames = List.of();
    this.lossNames = List.copyOf(logged);
    this.losses = List.of();
    this.computeLoss = null;
    this.loggedLosses = IntStream.range(0, logged.size()).boxed().toList();
    this.factors = new double[0];
    this.measures.addAll(measures);
  }

  private String prefixed(int output, String name) {
    return outputNames.size() == 1 ? name : outputNames.get(output) + "_" + name;
  }

  private static String unique(String name, Map<String, Integer> taken) {
    int n = taken.merge(name, 1, Integer::sum) - 1;
    return n == 0 ? name : name + "_" + n;
  }

  private void checkDistinct() {
    for (Measure a : measures) {
      for (Measure b : measures) {
        if (a != b && a.metric() == b.metric()) {
          throw new IllegalArgumentException(
              "metric \"%s\" was passed twice; create a separate metric object for each use"
                  .formatted(a.metric().name()));
        }
      }
    }
    if (computeLoss == null && losses.stream().allMatch(l -> l == null)) {
      throw new IllegalArgumentException("none of the outputs " + outputNames + " has a loss");
    }
  }

  public List<String> outputNames() {
    return outputNames;
  }

  /** Returns the function that computes the loss of a batch, or null. */
  public ComputeLoss computeLoss() {
    return computeLoss;
  }

  /** Returns the loss of an output, or null. */
  public Loss loss(int output) {
    return losses.get(output);
  }

  /** Returns the factor of an output's loss in the total. */
  public double factor(int output) {
    return factors[output];
  }

  public List<Measure> measures() {
    return measures;
  }

  /** Returns the outputs whose losses are logged individually. Empty unless there are several. */
  List<Integer> loggedLosses() {
    return loggedLosses;
  }

  private static List<Integer> logged(List<Loss> losses) {
    List<Integer> trained = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      if (losses.get(i) != null) {
        trained.add(i);
      }
    }
    return trained.size() > 1 ? trained : List.of();
  }

  /**
   * Returns whether larger values of a logged name are better, or null if the name is not logged.
   */
  public Boolean largerIsBetter(String logName) {
    for (Measure m : measures) {
      if (m.logName().equals(logName)) {
        return m.metric().largerIsBetter();
      }
    }
    boolean isLoss =
        logName.equals("loss")
            || loggedLosses().stream().anyMatch(i -> logName.equals(lossName(i)));
    return isLoss ? Boolean.FALSE : null;
  }

  /** Returns the names of losses and metrics in the logs. */
  public List<String> logNames() {
    List<String> names = new ArrayList<>(List.of("loss"));
    loggedLosses().forEach(i -> names.add(lossName(i)));
    measures.forEach(m -> names.add(m.logName()));
    return names;
  }

  String lossName(int output) {
    return lossNames.get(output);
  }
}
