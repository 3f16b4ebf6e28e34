// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.PrecisionRecallCurve;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/plots.md}, run. */
class PlotsPageTest {
  @TempDir Path folder;

  @Test
  void training() throws IOException {
    Map<String, List<Double>> history =
        Map.of("loss", List.of(0.9, 0.5, 0.4), "val_loss", List.of(0.8, 0.6, 0.5));

    // snippet:plot-curves
    Plots.learningCurves(folder.resolve("curves.png"), "Digits", history);
    Plots.learningCurves(folder.resolve("curves.svg"), "Digits", history);
    // end:plot-curves

    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("curves.png", "curves.svg");
  }

  @Test
  void classes_and_values() throws IOException {
    float[] labels = {0, 0, 1, 1};
    float[] scores = {0.1f, 0.4f, 0.35f, 0.8f};
    int[] actual = {0, 1, 2, 2};
    int[] predicted = {0, 1, 1, 2};
    Tensor trueValues = Tensor.vector(3, 5, 7);
    Tensor forecasts = Tensor.vector(3.5f, 4.5f, 7);
    Tensor digits = Tensor.full(Shape.of(2, 28, 28), 0.5f);

    // snippet:plot-results
    ConfusionMatrix matrix =
        ConfusionMatrix.of(actual, predicted).named(List.of("cat", "dog", "gnu"));
    Plots.confusion(folder.resolve("confusion.svg"), "Test animals", matrix);

    OperatingPoint point = OperatingPoint.best(labels, scores, OperatingPoint::f1);
    Plots.roc(
        folder.resolve("roc.svg"), "Seizures", Map.of("test", RocCurve.of(labels, scores)), point);
    Plots.precisionRecall(
        folder.resolve("precision-recall.svg"),
        "Seizures",
        Map.of("test", PrecisionRecallCurve.of(labels, scores)),
        point);

    Plots.predictions(
        folder.resolve("predictions.svg"), "Test wines", "quality", trueValues, forecasts);

    List<Shown> shown = List.of(Shown.judged(0, "3", "3"), Shown.judged(1, "7", "1"));
    Plots.images(folder.resolve("digits.png"), "Digits", "what was read", digits, shown, 10);
    // end:plot-results

    assertThat(folder.toFile().list()).hasSize(5);
  }

  @Test
  void numbers() throws IOException {
    double[] before = {0.1, -0.2, 0.05};
    double[] after = {0.4, -0.6, 0.2};
    double[] measured = {20, 21, 23, 22};
    double[] forecast = {Double.NaN, 20.5, 22.5, 22};

    // snippet:plot-numbers
    Map<String, double[]> weights = new LinkedHashMap<>();
    weights.put("before", before);
    weights.put("after", after);
    Plots.histogram(folder.resolve("weights.svg"), "Weights of the first layer", "value", weights);

    Map<String, double[]> lines = new LinkedHashMap<>();
    lines.put("measured", measured);
    lines.put("forecast", forecast);
    List<LocalDateTime> hours =
        IntStream.range(0, 4).mapToObj(LocalDate.of(2026, 5, 1).atTime(9, 0)::plusHours).toList();
    Plots.series(folder.resolve("forecast.svg"), "Temperature", hours, "degrees C", lines);
    // end:plot-numbers

    assertThat(folder.toFile().list()).hasSize(2);
  }

  @Test
  void many_runs() throws IOException {
    double[] rates = {0.1, 0.01, 0.001, 0.003};
    double[] sizes = {16, 64, 128, 32};
    List<String> names = List.of("adam", "sgd", "adam", "adam");
    double[] accuracies = {0.71, 0.85, Double.NaN, 0.93};

    // snippet:plot-runs
    Quantity rate = Quantity.of("learning rate", rates).logarithmic();
    Quantity units = Quantity.of("units", sizes);
    Quantity optimizer = Quantity.categories("optimizer", names);
    Quantity accuracy = Quantity.of("accuracy", accuracies).highIsBest();

    Plots.scatter(folder.resolve("scatter.svg"), "Runs", rate, accuracy, optimizer);
    Plots.contour(folder.resolve("contour.svg"), "Accuracy", rate, units, accuracy);
    Plots.parallelCoordinates(
        folder.resolve("parallel.svg"), "Runs", List.of(rate, units, optimizer), accuracy);
    Plots.bestSoFar(folder.resolve("best.svg"), "A search", "trial", accuracy);
    // end:plot-runs

    // snippet:plot-bars
    Map<String, Double> importance = new LinkedHashMap<>();
    importance.put("learning rate", 0.62);
    importance.put("units", 0.31);
    importance.put("optimizer", 0.07);
    Plots.bars(folder.resolve("importance.svg"), "What matters", "importance", importance);

    List<Span> spans =
        List.of(
            new Span("worker 1", 0, 12.5, "done"),
            new Span("worker 2", 0, 8.2, "stopped early"),
            new Span("worker 2", 8.3, 20, "done"));
    Plots.timeline(folder.resolve("timeline.svg"), "Trials", "time (s)", spans);
    // end:plot-bars

    assertThat(folder.toFile().list()).hasSize(6);
  }
}
