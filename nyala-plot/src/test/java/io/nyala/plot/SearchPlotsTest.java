// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.PrecisionRecallCurve;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Plots of many runs: points, lines, bars and spans are where the numbers say. */
class SearchPlotsTest {
  private static final int RUNS = 60;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(3);
  private final double[] rates = new double[RUNS];
  private final double[] units = new double[RUNS];
  private final List<String> optimizers = new ArrayList<>();
  private final double[] losses = new double[RUNS];

  SearchPlotsTest() {
    for (int i = 0; i < RUNS; i++) {
      rates[i] = Math.pow(10, -5 + 4 * random.nextDouble());
      units[i] = 16 + random.nextInt(241);
      optimizers.add(List.of("adam", "sgd", "rmsprop").get(random.nextInt(3)));
      double off = Math.log10(rates[i]) + 3;
      losses[i] = 0.2 + 0.1 * off * off + 8 / units[i] + 0.02 * random.nextGaussian();
    }
    losses[7] = Double.NaN; // a run that failed
  }

  private Quantity rate() {
    return Quantity.of("learning rate", rates).logarithmic();
  }

  private Quantity loss() {
    return Quantity.of("validation loss", losses);
  }

  @Test
  void a_point_for_each_row_at_its_place() throws IOException {
    Path file = file("scatter");
    Plots.scatter(file, "t", Quantity.of("x", 0, 5, 10, Double.NaN), Quantity.of("y", 0, 1, 4, 2));

    List<Element> dots = SvgFile.read(file).all("ellipse");
    assertThat(dots).hasSize(3); // the one without an x is left out
    double left = SvgFile.number(dots.get(0), "cx");
    double right = SvgFile.number(dots.get(2), "cx");
    assertThat(SvgFile.number(dots.get(1), "cx")).isCloseTo((left + right) / 2, within(0.02));
    double low = SvgFile.number(dots.get(0), "cy");
    double high = SvgFile.number(dots.get(2), "cy");
    assertThat(high).isLessThan(low);
    assertThat(SvgFile.number(dots.get(1), "cy")).isCloseTo(low + (high - low) / 4, within(0.02));
  }

  @Test
  void colours_run_from_the_best_to_the_worst_and_the_best_is_on_top() throws IOException {
    Path file = file("scatter-colour");
    Plots.scatter(file, "Runs of a search", rate(), Quantity.of("units", units), loss());

    List<Element> dots = SvgFile.read(file).all("ellipse");
    assertThat(dots).hasSize(RUNS);
    assertThat(dots.getFirst().getAttribute("fill")).isEqualTo("#6b7280"); // the failed run, grey
    int best =
        IntStream.range(0, RUNS)
            .boxed()
            .min((a, b) -> Double.compare(losses[a], losses[b]))
            .orElseThrow();
    ColorScale scale = new ColorScale(loss());
    assertThat(Color.decode(dots.getLast().getAttribute("fill")))
        .isEqualTo(scale.color(losses[best]));
  }

  @Test
  void the_scale_is_viridis() {
    // The ends and the middle of matplotlib's "viridis".
    ColorScale low = new ColorScale(Quantity.of("loss", 0, 10));
    assertThat(low.color(0)).isEqualTo(new Color(0x440154));
    assertThat(low.color(10)).isEqualTo(new Color(0xFDE725));
    assertThat(low.color(5)).isEqualTo(new Color(0x21918C));
    ColorScale high = new ColorScale(Quantity.of("accuracy", 0, 10).highIsBest());
    assertThat(high.color(10)).isEqualTo(new Color(0x440154));
    assertThat(high.color(Double.NaN)).isEqualTo(Style.FAINT);
  }

  @Test
  void categories_have_a_colour_each_and_stand_in_the_legend() throws IOException {
    Path file = file("scatter-kinds");
    Quantity kinds = Quantity.categories("optimizer", Arrays.asList("adam", null, "sgd", "adam"));
    Plots.scatter(file, "t", Quantity.of("x", 1, 2, 3, 4), Quantity.of("y", 1, 2, 3, 4), kinds);

    SvgFile svg = SvgFile.read(file);
    assertThat(svg.texts()).contains("adam", "sgd");
    assertThat(svg.filled("ellipse", "#2563eb")).hasSize(2 + 1); // with the legend's
    assertThat(svg.filled("ellipse", "#ea580c")).hasSize(1 + 1);
  }

  @Test
  void a_line_through_all_axes_for_each_row() throws IOException {
    Path file = file("parallel");
    Plots.parallelCoordinates(
        file,
        "Which settings lead to a low loss",
        List.of(rate(), Quantity.of("units", units), Quantity.categories("optimizer", optimizers)),
        loss());

    SvgFile svg = SvgFile.read(file);
    List<String> threads =
        svg.all("path").stream()
            .filter(path -> path.getAttribute("stroke-width").equals("1.4"))
            .map(path -> path.getAttribute("d"))
            .toList();
    assertThat(threads).hasSize(RUNS);
    assertThat(threads.getFirst().split("L")).hasSize(3); // the failed run has no result
    assertThat(threads.getLast().split("L")).hasSize(4);
    assertThat(svg.texts()).contains("learning rate", "1e-5", "0.001", "adam", "sgd", "rmsprop");
  }

  @Test
  void a_contour_has_the_values_of_its_points() throws IOException {
    Quantity x = Quantity.of("x", 0, 10, 0, 10);
    Quantity y = Quantity.of("y", 0, 0, 10, 10);
    Quantity value = Quantity.of("v", 0, 0, 1, 1);
    Panel panel = ContourPlot.of("t", x, y, value);
    BufferedImage image = PixelSurface.image(panel);

    ColorScale scale = new ColorScale(value);
    Color low = scale.ofPart(0.5 / 16);
    Color high = scale.ofPart(15.5 / 16);
    // 8 units away from the corners, outside of the dots; a unit is two pixels.
    int bottom = 2 * (panel.top() + panel.height() - 8);
    assertThat(new Color(image.getRGB(2 * (panel.left() + 8), bottom))).isEqualTo(low);
    assertThat(new Color(image.getRGB(2 * (panel.left() + 8), 2 * (panel.top() + 8))))
        .isEqualTo(high);
    // By symmetry, the border of the two middle bands lies at half height.
    int across = 2 * (panel.left() + panel.width() / 2);
    int middle = 2 * (panel.top() + panel.height() / 2);
    assertThat(new Color(image.getRGB(across, middle + 8))).isEqualTo(scale.ofPart(7.5 / 16));
    assertThat(new Color(image.getRGB(across, middle - 8))).isEqualTo(scale.ofPart(8.5 / 16));

    Plots.contour(
        file("contour"), "Loss by rate and units", rate(), Quantity.of("units", units), loss());
  }

  @Test
  void bars_are_as_long_as_their_numbers_and_stand_in_order() throws IOException {
    Path file = file("bars");
    Map<String, Double> importance = new LinkedHashMap<>();
    importance.put("learning rate", 0.5);
    importance.put(
        "units of the first layer, a name that is longer than there is room for it", 0.25);
    importance.put("seed", -0.125);
    importance.put("broken", Double.NaN);
    Plots.bars(file, "What matters", "importance", importance);

    SvgFile svg = SvgFile.read(file);
    List<Element> right = svg.filled("rect", "#2563eb");
    List<Element> left = svg.filled("rect", "#ea580c");
    double longest = right.stream().mapToDouble(e -> SvgFile.number(e, "width")).max().orElse(0);
    assertThat(right.stream().map(e -> Math.round(1000 * SvgFile.number(e, "width") / longest)))
        .containsExactlyInAnyOrder(1000L, 500L);
    assertThat(SvgFile.number(left.getFirst(), "width")).isCloseTo(longest / 4, within(0.02));
    assertThat(svg.texts()).contains("0.500", "0.250", "-0.125", "missing");
    assertThat(y(svg, "learning rate")).isLessThan(y(svg, "seed"));
  }

  private static double y(SvgFile svg, String text) {
    return svg.all("text").stream()
        .filter(element -> element.getTextContent().equals(text))
        .mapToDouble(element -> SvgFile.number(element, "y"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_best_so_far_never_gets_worse() throws IOException {
    Quantity result = Quantity.of("loss", Double.NaN, 3, 5, Double.NaN, 2, 4);
    assertThat(BestSoFar.best(result)).containsExactly(Double.NaN, 3, 3, 3, 2, 2);
    assertThat(BestSoFar.best(result.highIsBest())).containsExactly(Double.NaN, 3, 5, 5, 5, 5);

    Path file = file("best");
    Plots.bestSoFar(file, "A search", "trial", loss());
    assertThat(SvgFile.read(file).filled("ellipse", "#2563eb")).hasSize(RUNS - 1 + 1);
    Plots.bestSoFar(file("best-none"), "A search", "trial", Quantity.of("loss", Double.NaN));
    assertThat(SvgFile.read(file("best-none")).texts()).contains("no values");
  }

  @Test
  void spans_are_where_they_happened() throws IOException {
    Path file = file("timeline");
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      double begin = i / 4 * 10;
      String kind = i % 7 == 3 ? "stopped early" : i % 11 == 5 ? "failed" : "done";
      spans.add(new Span("worker " + (i % 4 + 1), begin, begin + 4 + i % 6, kind));
    }
    Plots.timeline(file, "Trials on four workers", "time (s)", spans);

    SvgFile svg = SvgFile.read(file);
    List<Element> done = svg.filled("rect", "#2563eb");
    Element first = done.get(0); // worker 1, from 0 to 4
    Element second = done.get(1); // worker 2, from 0 to 5
    assertThat(SvgFile.number(first, "x")).isEqualTo(SvgFile.number(second, "x"));
    double unit = (SvgFile.number(second, "width") - SvgFile.number(first, "width")) / 1;
    assertThat(SvgFile.number(first, "width") + 1).isCloseTo(4 * unit, within(0.05));
    assertThat(SvgFile.number(first, "y")).isLessThan(SvgFile.number(second, "y"));
    assertThat(svg.texts()).contains("done", "stopped early", "failed", "worker 4");
    assertThatThrownBy(() -> new Span("a", 2, 1, "k"))
        .hasMessage(
            "span of 'a' from 2.0 to 1.0: times must be finite, and the end must not be before "
                + "the start");
  }

  @Test
  void a_long_legend_takes_several_lines() throws IOException {
    Path file = file("legend");
    Map<String, double[]> groups = new LinkedHashMap<>();
    for (int i = 0; i < 9; i++) {
      groups.put("a group with number " + i, new double[] {i, i + 1, i + 1.5});
    }
    Plots.histogram(file, "t", "value", groups);

    List<Element> names =
        SvgFile.read(file).all("text").stream()
            .filter(text -> text.getTextContent().startsWith("a group"))
            .toList();
    assertThat(names).hasSize(9);
    assertThat(names.stream().map(text -> SvgFile.number(text, "y")).distinct().count())
        .isGreaterThan(1);
    assertThat(names).allMatch(text -> SvgFile.number(text, "x") < 560 - 100);
  }

  @Test
  void a_histogram_counts_every_value_once() throws IOException {
    Path file = file("histogram");
    double[] normal = random.doubles(1000).map(p -> 3 + 2 * p).toArray();
    normal[0] = Double.NaN;
    Map<String, double[]> groups = new LinkedHashMap<>();
    groups.put("uniform", normal);
    groups.put("sums", random.doubles(1000).map(p -> p + random.nextDouble() + 3).toArray());
    Plots.histogram(file, "Weights", "value", groups);

    double sum =
        SvgFile.read(file).filled("rect", "#2563eb").stream()
            .mapToDouble(e -> SvgFile.number(e, "height"))
            .sum();
    // The axis of counts is linear from 0: heights are proportional to counts.
    Panel panel = Histogram.of("Weights", "value", groups);
    double one = panel.toY(0) - panel.toY(1);
    assertThat((sum - 12) / one).isCloseTo(999, within(1.0)); // 12: the sample in the legend
  }

  @Test
  void precision_and_recall_in_steps() throws IOException {
    Path file = file("precision-recall");
    float[] labels = {0, 0, 1, 1};
    float[] scores = {0.1f, 0.4f, 0.35f, 0.8f};
    Map<String, PrecisionRecallCurve> curves =
        Map.of("test", PrecisionRecallCurve.of(labels, scores));
    Plots.precisionRecall(file, "t", curves, OperatingPoint.at(labels, scores, 0.5f));

    SvgFile svg = SvgFile.read(file);
    // scikit-learn 1.7: average_precision_score of these is 0.8333.
    assertThat(svg.texts())
        .contains("test, average precision 0.8333", "chance, 0.5000", "threshold 0.50");
    assertThat(svg.filled("ellipse", "#dc2626")).hasSize(2); // the point, and in the legend
  }

  @Test
  void what_does_not_fit_together_is_refused() {
    assertThatThrownBy(
            () -> Plots.scatter(file("bad"), "t", Quantity.of("a", 1, 2), Quantity.of("b", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "scatter 't': each row needs a value of each quantity, but 'a' has 2 values and 'b' has"
                + " 1");
    assertThatThrownBy(() -> Quantity.of("rate", 0.1, 0).logarithmic())
        .hasMessageContaining("'rate'")
        .hasMessageContaining("value 1 is 0.0");
    Quantity names = Quantity.categories("kind", List.of("a"));
    assertThatThrownBy(names::logarithmic).hasMessageContaining("'kind'");
    assertThatThrownBy(() -> Plots.bestSoFar(file("bad"), "t", "trial", names))
        .hasMessageContaining("must be numbers");
  }

  @Test
  void every_kind_is_drawn_in_pixels_too() throws IOException {
    for (Path file : Stream.of("scatter", "parallel").map(this::png).toList()) {
      if (file.getFileName().toString().startsWith("scatter")) {
        Plots.scatter(file, "Runs", rate(), loss(), Quantity.of("units", units).highIsBest());
      } else {
        Plots.parallelCoordinates(file, "Runs", List.of(rate()), loss());
      }
      assertThat(file).isNotEmptyFile();
    }
  }

  private Path png(String name) {
    return file(name).resolveSibling(name + ".png");
  }

  /** Where -Dnyala.plots names a folder, plots stay there to be looked at. */
  private Path file(String name) {
    String keep = System.getProperty("nyala.plots");
    return (keep == null ? folder : Path.of(keep)).resolve(name + ".svg");
  }
}
