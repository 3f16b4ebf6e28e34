// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.tensorboard.SummaryWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sets on the page, on a screen and on a telephone. */
class BoardSettingsTest extends InBrowser {
  private static final String RANGE = "document.querySelector('canvas')?.dataset.range";

  @TempDir Path saved;

  /** Runs with a training of eleven steps, and a validation. */
  private void write(String... runs) throws IOException {
    for (String run : runs) {
      for (String part : List.of("train", "validation")) {
        try (SummaryWriter writer = SummaryWriter.open(logs.resolve(run).resolve(part))) {
          for (int i = 0; i <= 10; i++) {
            writer.scalar("epoch_loss", 1.0 / (i + 1), i);
            writer.scalar("epoch_accuracy", i / 10.0, i);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void sorts_runs_as_people_count_and_gives_both_parts_one_hue(int width) throws Exception {
    write("run10", "run2", "run1");
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      assertThat(js("[...document.querySelectorAll('#runs label')].map(e => e.innerText.trim())"))
          .asString()
          .matches("(?s).*run1/train.*run1/validation.*run2/train.*run2/validation.*run10/train.*");
      assertThat(js("color('run2/train') === color('run2/validation')")).isEqualTo(true);
      assertThat(js("color('run2/train') === color('run1/train')")).isEqualTo(false);
      assertThat(js("[dash('run2/train').length, dash('run2/validation').length]"))
          .isEqualTo(List.of(0, 2));
      assertFits(width);

      String before = (String) js("color('run2/train')");
      write("run0");
      browser.await("state.runs.length === 8");
      assertThat(js("state.runs[0].name")).isEqualTo("run0/train");
      assertThat(js("color('run2/train')")).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void filters_runs_and_tags_by_regular_expressions(int width) throws Exception {
    write("run1", "run2");
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      if (width < 500) {
        assertThat(js("$('find').offsetParent")).isNull();
        click("#menu");
        assertThat(js("$('find').getBoundingClientRect().width > 300")).isEqualTo(true);
      }
      type("tags", "loss$|nothing");
      assertThat(texts(".card h4")).isEqualTo(List.of("epoch_loss"));
      type("find", "RUN2.*val");
      browser.await("document.querySelector('canvas')?.dataset.drawn === '1'");
      assertThat(js("document.querySelectorAll('#runs label').length")).isEqualTo(1);

      type("find", "RUN2.*(val");
      assertThat(text("#find-problem"))
          .isEqualTo(
              "Not a regular expression: unterminated group. Until it is one, \"RUN2.*val\" still"
                  + " holds. A \\ before a character takes it literally.");
      assertThat(js("$('find').getAttribute('aria-invalid')")).isEqualTo("true");
      assertThat(js("document.querySelectorAll('#runs label').length")).isEqualTo(1);
      type("find", "");
      assertThat(js("$('find-problem').textContent")).isEqualTo("");
      assertThat(js("document.querySelectorAll('#runs label').length")).isEqualTo(4);
      type("tags", "zzz");
      assertThat(text("#page")).isEqualTo("No tag matches the filter.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void shows_times_beside_steps(int width) throws Exception {
    write("run");
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      browser.await(RANGE + " === '0 10'");
      long now = System.currentTimeMillis() / 1000;
      js("$('axis').value = 'wall'; $('axis').oninput()");
      double from = ((Number) js("[...state.cards.values()][0].plot.from")).doubleValue();
      assertThat(from).isBetween(now - 300.0, now + 1.0);
      js("$('axis').value = 'relative'; $('axis').oninput()");
      double[] ends = new double[2];
      ends[0] = ((Number) js("[...state.cards.values()][0].plot.from")).doubleValue();
      ends[1] = ((Number) js("[...state.cards.values()][0].plot.to")).doubleValue();
      assertThat(ends[0]).isBetween(-0.5, 0.0); // a single millisecond is shown with room
      assertThat(ends[1]).isBetween(0.0, 300.0);
    }
  }

  @Test
  void counts_in_names_of_runs_as_people_do() throws Exception {
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), 1366);
      List<String> sorted =
          List.of(
              "lr1e-3/train",
              "lr1e-3/validation",
              "lr0.01-units8/train",
              "lr0.01-units16/train",
              "lr0.1/train",
              "run",
              "run/train",
              "Run2",
              "run2-b",
              "run10",
              "run10/a");
      assertThat(js("%s.reverse().sort(natural)".formatted(JSON.std.asString(sorted))))
          .isEqualTo(sorted);
    }
  }

  @Test
  void marks_powers_of_ten_on_a_logarithmic_axis() throws Exception {
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), 1366);
      String marks = "powerTicks(Math.log10(%s), Math.log10(%s)).map(t => brief(10 ** t)).join()";
      assertThat(js(marks.formatted("0.0005", "200"))).isEqualTo("0.001,0.01,0.1,1,10,100");
      assertThat(js(marks.formatted("0.07", "3"))).isEqualTo("0.1,0.2,0.5,1,2");
      assertThat(js(marks.formatted("0.61", "0.69"))).isEqualTo("0.62,0.64,0.66,0.68");
      assertThat(js(marks.formatted("1e-20", "1")))
          .isEqualTo("1.0e-20,1.0e-17,1.0e-14,1.0e-11,1.0e-8,1.0e-5,0.01");
    }
  }

  /** Independent of the page: an hour has so many minutes. */
  @ParameterizedTest
  @ValueSource(ints = {1366})
  void puts_marks_at_round_times(int width) throws Exception {
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      assertThat(js("AXES.relative.ticks(0, 3600, 6)").toString())
          .isEqualTo("[0, 600, 1200, 1800, 2400, 3000, 3600]");
      assertThat(js("[0, 600, 3000].map(t => AXES.relative.mark(t, 0, 3000))"))
          .isEqualTo(List.of("0 s", "10:00", "50:00"));
      assertThat(js("AXES.relative.say(90061)")).isEqualTo("1 d 1 h");
      assertThat(js("AXES.relative.say(3725)")).isEqualTo("1:02 h");
      assertThat(js("timeTicks(100, 30000, 5, 7200).every(t => (t - 7200) % 7200 === 0)"))
          .isEqualTo(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void saves_numbers_and_a_picture(int width) throws Exception {
    write("run,1");
    try (BoardServer server = new BoardServer(logs, 0)) {
      browser.downloads(saved);
      open(server.address() + "#tags=loss&tab=Scalars", width);
      browser.await(RANGE + " === '0 10'");
      click(".tools button:nth-child(1)");
      List<String> lines = Files.readAllLines(downloaded(saved, "epoch_loss.csv"));
      assertThat(lines).hasSize(1 + 22);
      assertThat(lines.get(0)).isEqualTo("run,step,wall_time,value");
      assertThat(lines.get(2))
          .matches("\"run,1/train\",1,20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z,0\\.5");

      click(".tools button:nth-child(2)");
      BufferedImage picture = ImageIO.read(downloaded(saved, "epoch_loss.png").toFile());
      assertThat(picture.getWidth()).isEqualTo(2 * (900 + 32));
      int[] hues = picture.getRGB(100, 100, 1700, 800, null, 0, 1700);
      assertThat(hues).contains(0xFFD9541E); // the line of the first run
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void keeps_pinned_cards_at_the_top_and_for_the_next_visit(int width) throws Exception {
    write("run");
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      assertThat(texts(".card h4")).isEqualTo(List.of("epoch_accuracy", "epoch_loss"));
      js("document.querySelectorAll('.pin')[1].click()");
      assertThat(texts("h2")).isEqualTo(List.of("Pinned", "epoch"));
      assertThat(texts(".card h4")).isEqualTo(List.of("epoch_loss", "epoch_accuracy"));
      js("$('smooth').value = 0.3; $('smooth').oninput()");
      type("find", "train");

      open(server.address(), width);
      assertThat(texts("h2")).isEqualTo(List.of("Pinned", "epoch"));
      assertThat(js("[$('smooth').value, $('amount').textContent]"))
          .isEqualTo(List.of("0.3", "0.30"));
      assertThat(js("$('find').value")).isEqualTo("");
      click(".pin");
      assertThat(texts("h2")).isEqualTo(List.of("epoch"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void a_link_shows_the_same_page(int width) throws Exception {
    write("a", "b", "c");
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      type("tags", "loss|acc(uracy)?$");
      js("$('axis').value = 'relative'; $('axis').oninput(); $('log').click()");
      js("$('axis').value = 'step'; $('axis').oninput()");
      js("[...document.querySelectorAll('#runs input')].slice(0, 3).forEach(b => b.click())");
      browser.await("document.querySelector('canvas')?.dataset.drawn === '3'");
      js("zoom([...state.cards.values()][1], [2, 4])");
      String link = link();
      assertThat(URI.create(link).getFragment()).isNotEmpty();
      js("localStorage.clear()");

      open(link, width);
      browser.await("document.querySelectorAll('canvas')[1]?.dataset.range === '2 4'");
      assertThat(js("[$('tags').value, $('axis').value, $('log').checked]"))
          .isEqualTo(List.of("loss|acc(uracy)?$", "step", true));
      assertThat(js("shown().map(r => r.name)"))
          .isEqualTo(List.of("b/validation", "c/train", "c/validation"));

      click("#menu");
      choose("Histograms");
      assertThat(js("document.body.classList.contains('menu')")).isEqualTo(false);
      assertThat(text("#page")).isEqualTo("No data of this kind yet.");
      js("history.back()");
      browser.await(
          "settings.tab === 'Scalars' && document.querySelectorAll('.card').length === 2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void is_dark_where_the_system_is_and_can_be_switched(int width) throws Exception {
    write("run");
    String paper = "getComputedStyle(document.querySelector('.card')).backgroundColor";
    try (BoardServer server = new BoardServer(logs, 0)) {
      browser.dark(true);
      open(server.address(), width);
      browser.await("document.querySelector('.card')");
      assertThat(js(paper)).isEqualTo("rgb(28, 35, 41)");
      assertThat(js("paint('card')")).isEqualTo("rgb(28, 35, 41)");
      String night = (String) js("color('run/train')");
      click("#theme");
      assertThat(js("$('theme').title")).isEqualTo("colours: light");
      assertThat(js(paper)).isEqualTo("rgb(255, 255, 255)");
      assertThat(js("color('run/train')")).isNotEqualTo(night);
      open(server.address(), width);
      browser.await("document.querySelector('.card')");
      assertThat(js(paper)).isEqualTo("rgb(255, 255, 255)");
      click("#theme");
      click("#theme");
      assertThat(js(paper)).isEqualTo("rgb(28, 35, 41)");
    } finally {
      browser.dark(false);
    }
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      browser.await("document.querySelector('.card')");
      assertThat(js(paper)).isEqualTo("rgb(255, 255, 255)");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void moves_and_enlarges_by_mouse_wheel_and_keys(int width) throws Exception {
    write("run");
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      browser.await(RANGE + " === '0 10'");
      js("document.querySelector('canvas').focus()");
      browser.key("ArrowRight");
      assertThat(js(RANGE)).isEqualTo("2 12");
      browser.key("+");
      assertThat(js(RANGE)).isEqualTo("3.5 10.5");
      browser.key("0");
      assertThat(js(RANGE)).isEqualTo("0 10");

      List<?> box =
          (List<?>)
              js(
                  "(b => [b.left, b.top, b.width])(document.querySelector('canvas').getBoundingClientRect())");
      double left = ((Number) box.get(0)).doubleValue() + 52;
      double y = ((Number) box.get(1)).doubleValue() + 60;
      double wide = ((Number) box.get(2)).doubleValue() - 60;
      browser.mouse("mousePressed", left + 0.8 * wide, y, 0);
      browser.mouse("mouseMoved", left + 0.5 * wide, y, 0);
      browser.mouse("mouseMoved", left + 0.4 * wide, y, 0);
      browser.mouse("mouseReleased", left + 0.4 * wide, y, 0);
      browser.await("Math.abs([...state.cards.values()][0].plot.from - 4) < 0.1");
      browser.await("Math.abs([...state.cards.values()][0].plot.to - 8) < 0.1");
      browser.mouse("mousePressed", left + 0.5 * wide, y, 8);
      browser.mouse("mouseMoved", left + 0.75 * wide, y, 8);
      browser.mouse("mouseReleased", left + 0.75 * wide, y, 8);
      browser.await("Math.abs([...state.cards.values()][0].plot.from - 3) < 0.1");
      assertThat(text(".tip")).contains("run/train", "step");
      click(".whole");
      assertThat(js(RANGE)).isEqualTo("0 10");
      assertThat(link()).doesNotContain("zoom");
    }
  }

  /** The places of the axis under two fingers stay under them. */
  @ParameterizedTest
  @ValueSource(ints = {1366, 390})
  void two_fingers_enlarge(int width) throws Exception {
    write("run");
    try (BoardServer server = new BoardServer(logs, 0)) {
      open(server.address(), width);
      browser.await(RANGE + " === '0 10'");
      js("document.querySelector('canvas').setPointerCapture = () => {}");
      finger("pointerdown", 1, 0.25);
      finger("pointerdown", 2, 0.75);
      finger("pointermove", 2, 1.0);
      finger("pointerup", 2, 1.0);
      finger("pointerup", 1, 0.25);
      // 2.5 stays at a quarter and 7.5 comes to the end: 5 on three quarters. The browser may round
      // places to pixels, of which the axis has at least 250.
      double from = ((Number) js("[...state.cards.values()][0].plot.from")).doubleValue();
      double to = ((Number) js("[...state.cards.values()][0].plot.to")).doubleValue();
      assertThat(from).isCloseTo(7.5 - 5 / 0.75, within(10.0 / 250));
      assertThat(to).isCloseTo(7.5, within(10.0 / 250));
    }
  }

  private static void finger(String kind, int id, double share) throws Exception {
    js(
        """
        (() => {
          const c = document.querySelector('canvas'), box = c.getBoundingClientRect();
          c.dispatchEvent(new PointerEvent('%s', {button: 0, pointerId: %d, bubbles: true,
              clientX: box.left + 52 + %s * (box.width - 60), clientY: box.top + 50}));
        })()"""
            .formatted(kind, id, share));
  }
}
