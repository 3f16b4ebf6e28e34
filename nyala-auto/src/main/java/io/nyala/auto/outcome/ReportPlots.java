// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.outcome;

import io.nyala.auto.data.Scores;
import io.nyala.auto.facts.AutoScore;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.plot.Plots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The plots of a report as SVG, by heading. */
final class ReportPlots {
  /** Bars that one can still read. */
  private static final int MOST_BARS = 20;

  private static final float HALF = 0.5f;

  /** Draws to a file. */
  @FunctionalInterface
  private interface Drawing {
    void into(Path file) throws IOException;
  }

  private final Outcome outcome;
  private final Map<String, String> plots = new LinkedHashMap<>();

  private ReportPlots(Outcome outcome) {
    this.outcome = outcome;
  }

  static Map<String, String> of(Outcome outcome) throws IOException {
    ReportPlots all = new ReportPlots(outcome);
    all.draw();
    return all.plots;
  }

  private void draw() throws IOException {
    String target = outcome.material().target().name();
    switch (outcome.material().target().task()) {
      case REGRESSION -> {
        Scores test = outcome.test();
        add(
            "Predictions of the test rows",
            file ->
                Plots.predictions(
                    file, "Test rows", target, test.truthInUnits(), test.predictedInUnits()));
      }
      case BINARY -> {
        confusion();
        roc();
      }
      case MULTICLASS -> confusion();
    }
    if (!outcome.importance().isEmpty()) {
      Map<String, Double> bars = new LinkedHashMap<>();
      outcome.importance().entrySet().stream()
          .limit(MOST_BARS)
          .forEach(bar -> bars.put(bar.getKey(), bar.getValue()));
      add(
          "What mattered most",
          file ->
              Plots.bars(file, "Shuffled between the rows", "growth of the validation loss", bars));
    }
    add(
        "Learning curves",
        file -> Plots.learningCurves(file, target, outcome.served().history().values()));
  }

  private void confusion() throws IOException {
    add(
        "Test rows by class",
        file -> Plots.confusion(file, "Test rows", outcome.test().confusion()));
  }

  private void roc() throws IOException {
    if (outcome.scores().stream().anyMatch(ReportPlots::oneClass)) {
      return;
    }
    Map<String, RocCurve> curves = new LinkedHashMap<>();
    curves.put(
        "validation", RocCurve.of(outcome.validation().labels(), outcome.validation().predicted()));
    curves.put("test", RocCurve.of(outcome.test().labels(), outcome.test().predicted()));
    OperatingPoint point =
        OperatingPoint.at(outcome.test().labels(), outcome.test().predicted(), HALF);
    add(
        "Receiver operating characteristic",
        file -> Plots.roc(file, outcome.material().target().name(), curves, point));
  }

  /** Returns whether rows have one class only, of which there is no curve. */
  private static boolean oneClass(AutoScore score) {
    return score.test().get("auc").isNaN() || score.validation().get("auc").isNaN();
  }

  private void add(String heading, Drawing drawing) throws IOException {
    Path file = Files.createTempFile("nyala", ".svg");
    try {
      drawing.into(file);
      String svg = Files.readString(file);
      plots.put(heading, svg.substring(svg.indexOf("<svg")));
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
