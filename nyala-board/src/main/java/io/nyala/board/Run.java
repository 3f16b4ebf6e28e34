// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import io.nyala.io.tensorboard.Event;
import io.nyala.io.tensorboard.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The data of a run: all that its event files have told so far. */
final class Run {
  final String name;
  final TreeMap<String, Series> scalars = new TreeMap<>();
  final TreeMap<String, List<Step<Summary.Histogram>>> histograms = new TreeMap<>();
  final TreeMap<String, List<Step<Summary.Images>>> images = new TreeMap<>();
  final TreeMap<String, List<Step<Summary.Text>>> text = new TreeMap<>();
  final TreeMap<String, List<Step<Summary.PrCurve>>> prCurves = new TreeMap<>();
  byte[] graphDef;
  String kerasModel;
  Summary.HParamsExperiment experiment;

  /** The hyperparameters, or null. */
  Map<String, Object> hparams;

  /** Whether the session has ended well; null while it has not ended. */
  Boolean success;

  /**
   * Content at a step.
   *
   * @param step the step
   * @param content the content
   */
  record Step<T>(long step, T content) {}

  Run(String name) {
    this.name = name;
  }

  void take(Event e) {
    if (e.graphDef() != null) {
      graphDef = e.graphDef();
    }
    for (Summary s : e.values()) {
      switch (s.content()) {
        case Summary.Scalar v ->
            scalars.computeIfAbsent(s.tag(), t -> new Series()).add(e, v.value());
        case Summary.Histogram v -> add(histograms, s.tag(), e, v);
        case Summary.Images v -> add(images, s.tag(), e, v);
        case Summary.Text v -> {
          if (s.plugin().equals("graph_keras_model")) {
            kerasModel = v.lines().isEmpty() ? null : v.lines().get(0);
          } else {
            add(text, s.tag(), e, v);
          }
        }
        case Summary.PrCurve v -> add(prCurves, s.tag(), e, v);
        case Summary.HParamsExperiment v -> experiment = v;
        case Summary.HParamsStart v -> {
          hparams = v.values();
          success = null;
        }
        case Summary.HParamsEnd v -> success = v.success();
        case Summary.Other v -> {
          // not shown
        }
      }
    }
  }

  private static <T> void add(Map<String, List<Step<T>>> to, String tag, Event e, T content) {
    to.computeIfAbsent(tag, t -> new ArrayList<>()).add(new Step<>(e.step(), content));
  }

  /** A curve to which points are appended. */
  static final class Series {
    private double[] steps = new double[16];
    private double[] times = new double[16];
    private double[] values = new double[16];
    private int count;
    private int lowest = -1;
    private int highest = -1;

    void add(Event e, double value) {
      if (count == steps.length) {
        steps = Arrays.copyOf(steps, 2 * count);
        times = Arrays.copyOf(times, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      steps[count] = e.step();
      times[count] = e.wallTime();
      values[count] = value;
      if (Double.isFinite(value)) {
        lowest = lowest < 0 || value < values[lowest] ? count : lowest;
        highest = highest < 0 || value > values[highest] ? count : highest;
      }
      count++;
    }

    int count() {
      return count;
    }

    double step(int i) {
      return steps[i];
    }

    double time(int i) {
      return times[i];
    }

    double value(int i) {
      return values[i];
    }

    /** Returns the first point with the lowest value that is finite, or -1. */
    int lowest() {
      return lowest;
    }

    /** Returns the first point with the highest value that is finite, or -1. */
    int highest() {
      return highest;
    }
  }
}
