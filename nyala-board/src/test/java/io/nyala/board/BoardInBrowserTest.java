// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.tensorboard.SummaryWriter;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page as a browser shows it. */
class BoardInBrowserTest extends InBrowser {
  /** What is asked for is two seconds, on a machine that does nothing else. */
  private static final double PATIENCE = 30;

  @Test
  void draws_fifty_runs_of_ten_thousand_points() throws Exception {
    BoardTest.fiftyRuns(logs);
    long start = System.nanoTime();
    try (BoardServer server = new BoardServer(logs, 0)) {
      browser.open(server.address());
      browser.await("document.querySelector('canvas')?.dataset.points === '500000'");
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("50 runs of 10,000 points are drawn after %.2f s%n", seconds);
      assertThat(seconds).isLessThan(PATIENCE);
      assertThat(browser.evaluate("document.querySelector('canvas').dataset.drawn"))
          .isEqualTo("50");
      assertThat(text("#live")).isEqualTo("live, 50 runs");
    }
  }

  @Test
  void follows_a_training() throws Exception {
    try (BoardServer server = new BoardServer(logs, 0)) {
      browser.open(server.address());
      browser.await("document.body.innerText.includes('No event files yet')");
      try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
        double longest = 0;
        for (int i = 0; i < 4; i++) {
          writer.scalar("loss", 1.0 / (i + 1), i);
          longest =
              Math.max(
                  longest,
                  browser.await(
                      "document.querySelector('canvas')?.dataset.points === '%d'"
                          .formatted(i + 1)));
        }
        System.out.printf("A new point is drawn after at most %.2f s%n", longest);
        assertThat(longest).isLessThan(PATIENCE);
      }
    }
  }

  private static void pointer(String kind, double share) throws Exception {
    browser.evaluate(
        """
        (() => {
          const c = document.querySelector('canvas'), box = c.getBoundingClientRect();
          c.setPointerCapture = () => {};
          c.dispatchEvent(new PointerEvent('%s', {button: 0, pointerId: 1, bubbles: true,
              clientX: box.left + 52 + %s * (box.width - 60), clientY: box.top + 50}));
        })()"""
            .formatted(kind, share));
  }

  @Test
  void dragging_enlarges_a_part_and_a_double_click_shows_all_again() throws Exception {
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
      for (int i = 0; i <= 100; i++) {
        writer.scalar("loss", 1.0 / (i + 1), i);
      }
    }
    try (BoardServer server = new BoardServer(logs, 0)) {
      browser.open(server.address());
      browser.await("document.querySelector('canvas')?.dataset.range === '0 100'");
      pointer("pointerdown", 0.75);
      pointer("pointermove", 0.5);
      assertThat(browser.evaluate("document.querySelector('.part').style.display"))
          .isEqualTo("block");
      pointer("pointerup", 0.5);
      assertThat(browser.evaluate("document.querySelector('canvas').dataset.range"))
          .isEqualTo("50 75");
      pointer("pointerdown", 0.3);
      pointer("pointerup", 0.3);
      assertThat(browser.evaluate("document.querySelector('canvas').dataset.range"))
          .isEqualTo("50 75");
      browser.evaluate("document.querySelector('canvas').ondblclick()");
      assertThat(browser.evaluate("document.querySelector('canvas').dataset.range"))
          .isEqualTo("0 100");
    }
  }

  @Test
  void shows_every_kind() throws Exception {
    train();
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("mine"))) {
      writer.image("digits", Tensor.full(Shape.of(3, 28, 28, 1), 0.5f), 0);
      writer.text("notes", "# Day\n\nIt is **warm**.\n\n| a | b |\n|---|---|\n| 1 | <i> |", 0);
    }
    try (BoardServer server = new BoardServer(logs, 0)) {
      browser.open(server.address());
      browser.await("document.querySelectorAll('canvas[data-drawn]').length > 0");
      assertThat(text("#page")).contains("epoch_loss", "epoch_learning_rate");
      assertThat(text("#runs")).contains("train", "validation", "mine");

      choose("Histograms");
      browser.await("document.querySelector('canvas')?.dataset.drawn === '3'");
      assertThat(text("#page")).contains("hidden/kernel/gradient");
      choose("Distributions");
      browser.await("document.querySelector('canvas')?.dataset.drawn === '3'");

      choose("Graph");
      browser.await("document.querySelectorAll('svg rect').length >= 3");
      assertThat(text("#page")).contains("Layers", "hidden", "Dense", "Operations");

      choose("Images");
      browser.await("[...document.images].filter(i => i.naturalWidth === 28).length === 3");
      assertThat(text("#page")).contains("step 0");

      choose("Text");
      browser.await("document.querySelector('.markdown strong')");
      assertThat(text(".markdown h4")).isEqualTo("Day");
      assertThat(text(".markdown tr:last-child td:last-child")).isEqualTo("<i>");
    }
  }

  @Test
  void says_when_the_server_is_gone_and_takes_up_another() throws Exception {
    train();
    int port;
    try (BoardServer server = new BoardServer(logs, 0)) {
      port = java.net.URI.create(server.address()).getPort();
      browser.open(server.address());
      browser.await("document.querySelectorAll('canvas[data-drawn]').length > 0");
    }
    browser.await("document.querySelector('#live').textContent === 'the server has gone'");
    try (BoardServer server = new BoardServer(Files.createDirectory(logs.resolve("no")), port)) {
      assertThat(server.address()).contains(":" + port);
      browser.await("document.querySelector('#live').textContent === 'live, 0 runs'");
    }
  }

  @Test
  void shows_a_search_and_follows_it() throws Exception {
    Path file = logs.resolve("study.log");
    List<String> lines;
    try (var in = BoardInBrowserTest.class.getResourceAsStream("optuna.journal")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    Files.write(file, lines.subList(0, 40));
    try (BoardServer server = new BoardServer(logs, 0)) {
      browser.open(server.address());
      browser.await("document.querySelector('#live').textContent.includes('1 search')");
      choose("Search");
      browser.await("document.querySelector('#study')?.innerText.includes('best value')");
      Files.write(file, lines);
      browser.await("document.querySelector('#study')?.innerText.includes('12 trials')");
      assertThat(text("#study")).contains("6 complete", "5 pruned", "1 failed", "in trial 9");
      assertThat(browser.evaluate("document.querySelectorAll('.parallel polyline').length"))
          .isEqualTo(12);
      assertThat(text(".trials tbody tr:first-child td")).isEqualTo("9");
      assertThat(text(".trials tbody tr.best td")).isEqualTo("9");

      browser.evaluate("document.querySelectorAll('.trials th button')[0].click()");
      assertThat(text(".trials tbody tr:first-child td")).isEqualTo("0");
      browser.evaluate("document.querySelector('.trials tbody tr:nth-child(5)').click()");
      assertThat(text("#picked")).contains("Trial 4 pruned", "machine: a");
      assertThat(text(".trials tr.picked td")).isEqualTo("4");

      brush(0, 0.0, 0.5); // rates below 0.00316
      assertThat(browser.evaluate("document.querySelectorAll('.trials tbody tr').length"))
          .isEqualTo(6);
      assertThat(browser.evaluate("document.querySelectorAll('.parallel .dim').length"))
          .isEqualTo(6);
      brush(0, 0.5, 0.5);
      assertThat(browser.evaluate("document.querySelectorAll('.trials tbody tr').length"))
          .isEqualTo(12);

      browser.evaluate(
          "(s => { s.selectedIndex = 1; s.onchange(); })(document.querySelector('#page select'))");
      browser.await("document.querySelector('#study')?.innerText.includes('6 trials')");
      assertThat(text("#study")).contains("pair", "5 on the Pareto front");
      assertThat(text(".trials thead")).contains("loss", "speed");
    }
  }

  /** Drags along an axis of the parallel coordinates, from one height to another. */
  private static void brush(int axis, double from, double to) throws Exception {
    browser.evaluate(
        """
        (() => {
          const area = document.querySelectorAll('.parallel .area')[%d];
          const box = area.getBoundingClientRect(), x = box.left + 14;
          const send = (kind, share) => area.dispatchEvent(new PointerEvent(kind, {pointerId: 1,
              bubbles: true, clientX: x, clientY: box.bottom - 8 - share * (box.height - 16)}));
          area.setPointerCapture = () => {};
          send('pointerdown', %s);
          send('pointermove', %s);
          send('pointerup', %s);
        })()"""
            .formatted(axis, from, to, to));
  }

  private void train() {
    Tensor x = Tensor.of(Shape.of(4, 1), 1, 2, 3, 4);
    Tensor y = Tensor.of(Shape.of(4, 1), 2, 4, 6, 8);
    Model model =
        Sequential.of(input(1), dense(4).activation(RELU).named("hidden"), dense(1).named("out"));
    model.compile(adam(0.01), meanSquaredError());
    model.fit(x, y, fit().epochs(3).validation(x, y).callbacks(tensorBoard(logs).histogramFreq(1)));
  }
}
