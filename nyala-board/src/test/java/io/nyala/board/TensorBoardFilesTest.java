// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Keras and TensorBoard wrote, on the page: {@code fixtures/tensorboard}. */
class TensorBoardFilesTest extends InBrowser {
  private static final Path FIXTURES = FilesAbove.find("fixtures").orElseThrow();
  private static final Path TENSORBOARD = FIXTURES.resolve("tensorboard");

  @TempDir Path saved;

  private static BoardServer serve() throws IOException {
    return new BoardServer(TENSORBOARD.resolve("logs"), 0);
  }

  private static Map<String, Object> expected() throws IOException {
    return JSON.std.mapFrom(Files.readString(TENSORBOARD.resolve("expected.json")));
  }

  /** Four digits, as the page shows them. */
  private static String shown(String run, String metric) throws IOException {
    List<?> values = (List<?>) ((Map<?, ?>) expected().get(run)).get(metric);
    double last = ((Number) values.getLast()).doubleValue();
    String text = String.format(Locale.ROOT, "%.3e", last);
    return String.valueOf(Double.parseDouble(text)).replaceFirst("\\.0$", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void compares_runs_by_hyperparameters_and_metrics(int width) throws Exception {
    try (BoardServer server = serve()) {
      browser.downloads(saved);
      open(server.address() + "#Compare", width);
      browser.await("document.querySelectorAll('tbody tr').length === 3");
      assertThat(texts("th"))
          .asString()
          .contains("run", "learning_rate, optimizer, frozen, epoch_loss validation last");
      assertThat(texts("tbody tr:first-child td").subList(0, 6))
          .isEqualTo(
              List.of(
                  "adam-2",
                  "0.1",
                  "adam",
                  "false",
                  shown("adam-2", "val_loss"),
                  shown("adam-2", "val_loss")));
      assertThat(texts("tbody td:first-child")).isEqualTo(List.of("adam-2", "adam-10", "sgd"));
      assertThat(js("document.querySelectorAll('.parallel polyline').length")).isEqualTo(3);
      assertFits(width);

      js("document.querySelectorAll('th button')[1].click()"); // the learning rate
      js("document.querySelectorAll('th button')[1].click()");
      assertThat(texts("tbody td:nth-child(2)")).isEqualTo(List.of("0.1", "0.01", "0.01"));
      assertThat(js("document.querySelectorAll('th')[1].ariaSort")).isEqualTo("descending");

      js("document.querySelector('.bar input').click()");
      assertThat(texts("th")).asString().contains("optimizer").doesNotContain("frozen");
      js("document.querySelector('tbody tr').click()");
      assertThat(js("document.querySelectorAll('polyline.picked').length")).isEqualTo(1);

      click(".bar .tools button");
      List<String> lines = Files.readAllLines(downloaded(saved, "runs.csv"));
      assertThat(lines.get(0))
          .startsWith("run,learning_rate,optimizer,epoch_loss validation last,");
      assertThat(lines).hasSize(4).anyMatch(line -> line.startsWith("adam-10,0.01,adam,"));

      String link = link();
      open(link, width);
      browser.await("document.querySelectorAll('tbody tr').length === 3");
      assertThat(texts("tbody td:nth-child(2)")).isEqualTo(List.of("0.1", "0.01", "0.01"));
      type("find", "adam");
      assertThat(texts("tbody td:first-child")).isEqualTo(List.of("adam-2", "adam-10"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void knows_whether_more_is_better_and_is_told(int width) throws Exception {
    try (BoardServer server = serve()) {
      open(server.address() + "#Compare", width);
      assertThat(js("['epoch_loss', 'val_accuracy', 'mae', 'AUC', 'mean_reward'].map(isUpwards)"))
          .isEqualTo(List.of(false, true, false, true, true));
      browser.await("document.querySelectorAll('tbody tr').length === 3");
      js("[...document.querySelectorAll('th')][5].querySelectorAll('button')[1].click()");
      List<?> losses = (List<?>) ((Map<?, ?>) expected().get("sgd")).get("val_loss");
      double worst =
          losses.stream().mapToDouble(v -> ((Number) v).doubleValue()).max().orElseThrow();
      assertThat(js("columnsOf(groupRuns())[5].of(groupRuns().find(r => r.name === 'sgd'))"))
          .isEqualTo(worst);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void shows_precision_and_recall(int width) throws Exception {
    try (BoardServer server = serve()) {
      browser.downloads(saved);
      open(server.address() + "#tab=PR+curves", width);
      browser.await("document.querySelector('canvas')?.dataset.drawn === '1'");
      assertThat(text(".card h4")).isEqualTo("ham/pr_curves");
      assertThat(text(".card .empty")).isEqualTo("step 1");
      js(
          "document.querySelector('canvas').onmousemove({offsetX: [...state.cards.values()][0]"
              + ".plot.X(1), offsetY: 300})");
      Map<?, ?> last = (Map<?, ?>) ((List<?>) expected().get("ham")).getLast();
      List<?> rows = (List<?>) last.get("rows");
      assertThat(text(".tip"))
          .contains("quality, step 1", "threshold 0:", "recall 1")
          .contains("%.0f true and %.0f false positives".formatted(at(rows, 0, 0), at(rows, 1, 0)));
      js("(s => { s.value = 0; s.oninput(); })(document.querySelector('.card input'))");
      assertThat(text(".card .empty")).isEqualTo("step 0");
      click(".tools button");
      List<String> lines = Files.readAllLines(downloaded(saved, "ham_pr_curves.csv"));
      assertThat(lines)
          .hasSize(1 + 22)
          .contains(
              "quality,1,0.8,"
                  + at(rows, 4, 8)
                  + ","
                  + at(rows, 5, 8)
                  + ",%.0f,%.0f,%.0f,%.0f"
                      .formatted(at(rows, 0, 8), at(rows, 1, 8), at(rows, 2, 8), at(rows, 3, 8)));
      assertFits(width);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void shows_points_along_their_components(int width) throws Exception {
    try (BoardServer server = serve()) {
      browser.downloads(saved);
      open(server.address() + "#Projector", width);
      browser.await("document.querySelector('canvas')?.dataset.drawn === '150'");
      Map<?, ?> iris = (Map<?, ?>) expected().get("iris");
      double first = ((Number) ((List<?>) iris.get("variance")).get(0)).doubleValue();
      assertThat(texts("select option"))
          .asString()
          .contains("iris (flowers)", "kind", "sepal", "1: %.1f %%".formatted(100 * first));
      assertThat(text(".legend")).contains("setosa", "versicolor", "virginica");
      assertThat(text("p.empty")).startsWith("150 points of 4 dimensions");
      assertFits(width);

      String before = (String) js("document.querySelector('canvas').all[0].join()");
      js("document.querySelector('canvas').focus()");
      browser.key("ArrowRight"); // turns
      assertThat(js("document.querySelector('canvas').all[0].join()")).isNotEqualTo(before);
      String turned = (String) js("document.querySelector('canvas').all[0].join()");
      String link = link();
      open(link, width);
      browser.await("document.querySelector('canvas')?.dataset.drawn === '150'");
      assertThat(js("document.querySelector('canvas').all[0].join()")).isEqualTo(turned);

      js("(e => { e.checked = true; e.onchange(); })(document.querySelector('.bar input'))");
      List<?> point = (List<?>) ((List<?>) iris.get("points")).get(100);
      // In two dimensions the ratio of two places is that of scikit-learn's.
      double ratio = ((Number) point.get(0)).doubleValue() / ((Number) point.get(1)).doubleValue();
      double drawn =
          ((Number)
                  js(
                      "(([x, y], c) => (x - c.clientWidth / 2) / (c.clientHeight / 2 - y))"
                          + "(document.querySelector('canvas').all[100],"
                          + " document.querySelector('canvas'))"))
              .doubleValue();
      assertThat(Math.abs(drawn)).isCloseTo(Math.abs(ratio), within(1e-4 * Math.abs(ratio)));

      js("pickPoint(100)");
      browser.await("document.querySelectorAll('#near li').length === 10");
      assertThat(text("#near")).startsWith("Nearest to virginica");
      js("(e => { e.value = '^set'; e.oninput(); })(document.querySelector('.bar [type=search]'))");
      assertThat(js("projector.matches.size")).isEqualTo(50);

      click(".space .tools button");
      List<String> lines = Files.readAllLines(downloaded(saved, "iris.csv"));
      assertThat(lines).hasSize(151);
      assertThat(lines.get(0))
          .isEqualTo("point,kind,sepal,component_1,component_2,component_3,component_4");
      assertThat(lines.get(101)).startsWith("100,virginica,6.3,");

      js("(s => { s.selectedIndex = 1; s.onchange(); })(document.querySelector('#page select'))");
      browser.await("document.querySelector('#page > div > .problem')");
      assertThat(text("#page > div > .problem")).contains("in a checkpoint of TensorFlow");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void shows_layers_of_keras_with_shapes_and_parameters(int width) throws Exception {
    try (BoardServer server = serve()) {
      browser.downloads(saved);
      open(server.address() + "#Graph", width);
      browser.await("document.querySelectorAll('svg rect').length === 3");
      // 3 numbers to 4 units and these to 1, each with a bias
      assertThat(text("summary")).contains("sgd/train", "21 parameters");
      assertThat(text(".graph")).contains("InputLayer\n(None, 3)");
      assertThat(text(".graph")).contains("(None, 4) \u00b7 16 parameters");
      assertThat(text(".graph")).contains("(None, 1) \u00b7 5 parameters");
      assertFits(width);
      click("summary .tools button");
      assertThat(ImageIO.read(downloaded(saved, "graph_sgd_train.png").toFile()).getHeight())
          .isGreaterThan(300);
    }
  }

  private static double at(List<?> rows, int row, int column) {
    return ((Number) ((List<?>) rows.get(row)).get(column)).doubleValue();
  }
}
