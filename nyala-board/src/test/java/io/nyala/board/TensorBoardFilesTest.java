// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

      String link = (String) js("location.href");
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

  private static double at(List<?> rows, int row, int column) {
    return ((Number) ((List<?>) rows.get(row)).get(column)).doubleValue();
  }
}
