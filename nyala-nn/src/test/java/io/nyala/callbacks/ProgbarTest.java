// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.models.EvaluateOptions;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.SGD;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The texts were printed by Keras 3.15.1 ({@code utils/progbar.py}) with a clock set by hand:
 * {@code Progbar(target, stateless_metrics=set())}, {@code update(...)}.
 */
class ProgbarTest {
  private static final String BAR = "━".repeat(20);

  private static Map<String, Double> logs(Object... pairs) {
    Map<String, Double> logs = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      logs.put((String) pairs[i], (Double) pairs[i + 1]);
    }
    return logs;
  }

  @Test
  void is_kerass_bar() {
    Progbar bar = new Progbar(120, 100, true);
    assertThat(bar.step(1, 100.5, logs("loss", 2.23811, "accuracy", 0.1875)))
        .isEqualTo(
            "\r\u001b[1m  1/120\u001b[0m \u001b[37m━━━━━━━━━━━━━━━━━━━━\u001b[0m \u001b[1m59s\u001b[0m"
                + " 500ms/step - loss: 2.2381 - accuracy: 0.1875");
    assertThat(bar.step(2, 100.52, logs("loss", 9.0))).isNull();
    assertThat(bar.step(3, 100.6, logs("loss", 1.5, "accuracy", 0.25)))
        .isEqualTo(
            "\b".repeat(77)
                + "\r\u001b[1m  3/120\u001b[0m \u001b[37m━━━━━━━━━━━━━━━━━━━━\u001b[0m"
                + " \u001b[1m5s\u001b[0m 50ms/step - loss: 1.5000 - accuracy: 0.2500  ");
    assertThat(bar.step(60, 130, logs("loss", 0.00012345, "accuracy", 1.0)))
        .isEqualTo(
            "\b".repeat(75)
                + "\r\u001b[1m 60/120\u001b[0m \u001b[32m━━━━━━━━━━\u001b[0m\u001b[37m━━━━━━━━━━\u001b[0m"
                + " \u001b[1m30s\u001b[0m 500ms/step - loss: 1.2345e-04 - accuracy: 1.0000");
    assertThat(bar.end(161, logs("loss", 0.5, "accuracy", 0.9, "val_loss", 0.25)))
        .isEqualTo(
            "\b".repeat(81)
                + "\r\u001b[1m120/120\u001b[0m \u001b[32m━━━━━━━━━━━━━━━━━━━━\u001b[0m\u001b[37m\u001b[0m"
                + " \u001b[1m61s\u001b[0m 508ms/step - loss: 0.5000 - accuracy: 0.9000"
                + " - val_loss: 0.2500\n");
  }

  @Test
  void tells_hours_and_numbers_that_are_none() {
    Progbar bar = new Progbar(5, 100, true);
    assertThat(bar.step(1, 2100, logs("loss", Double.NaN)))
        .endsWith("\u001b[1m2:13:20\u001b[0m 2000s/step - loss: nan");
    assertThat(bar.step(2, 8103, logs("loss", Double.POSITIVE_INFINITY)))
        .endsWith("\u001b[1m5:00:09\u001b[0m 6003s/step - loss: inf");
    assertThat(bar.end(8203.5, logs("loss", -0.00005)))
        .endsWith("\u001b[1m8104s\u001b[0m 1526s/step - loss: -5.0000e-05\n");
  }

  @Test
  void tells_milliseconds_and_microseconds() {
    Progbar bar = new Progbar(10, 100, true);
    assertThat(bar.step(1, 100.0001, logs("l", 1.0))).endsWith(" 100us/step - l: 1.0000");
    assertThat(bar.step(2, 100.2, logs("l", 1.0))).endsWith("1s\u001b[0m 200ms/step - l: 1.0000");
    assertThat(bar.end(100.25, logs("l", 0.00105))).endsWith(" 28ms/step - l: 0.0010 \n");
  }

  @Test
  void has_no_colors_where_none_are_wanted() {
    Progbar bar = new Progbar(120, 100, false);
    bar.step(1, 100.5, logs("loss", 1.0));
    assertThat(bar.step(60, 130, logs("loss", 0.5)))
        .isEqualTo(
            "\b".repeat(58) + "\r 60/120 ━━━━━━━━━━────────── 30s 500ms/step - loss: 0.5000");
    assertThat(ProgbarLogger.isColored(Map.of())).isTrue();
    assertThat(ProgbarLogger.isColored(Map.of("NO_COLOR", ""))).isTrue();
    assertThat(ProgbarLogger.isColored(Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(ProgbarLogger.isColored(Map.of("TERM", "dumb"))).isFalse();
  }

  @Test
  void is_a_line_where_there_is_no_terminal() {
    assertThat(
            new Progbar(375, 100, true)
                .line(101.4, logs("accuracy", 0.5, "loss", 0.97112, "val_loss", 1e-4)))
        .isEqualTo(
            "375/375 - 1s - 4ms/step - accuracy: 0.5000 - loss: 0.9711 - val_loss: 1.0000e-04\n");
  }

  private static Model model() {
    Model model = Sequential.of(input(1), dense(1).useBias(false));
    model.compile(new SGD(0), meanSquaredError());
    model.setWeights(List.of(Tensor.zeros(Shape.of(1, 1))));
    return model;
  }

  private static final Tensor ONES = Tensor.full(Shape.of(4, 1), 1);

  @Test
  void lines_of_a_training() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ProgbarLogger logger = new ProgbarLogger(out, false, true, () -> 1);
    model().fit(ONES, ONES, fit().epochs(2).batchSize(2).validation(ONES, ONES).callbacks(logger));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "Epoch 1/2: 2/2 - 0s - 0s/step - loss: 1.0000 - val_loss: 1.0000\n"
                + "Epoch 2/2: 2/2 - 0s - 0s/step - loss: 1.0000 - val_loss: 1.0000\n");
  }

  @Test
  void bars_of_a_training_and_of_an_evaluation() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ProgbarLogger logger = new ProgbarLogger(out, true, true, () -> 1);
    Model model = model();
    model.fit(ONES, ONES, fit().epochs(2).batchSize(4).callbacks(logger));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).startsWith("Epoch 1/2\n\r\u001b[1m1/1\u001b[0m").contains("Epoch 2/2\n");
    assertThat(text).contains("\u001b[32m" + BAR + "\u001b[0m").endsWith("loss: 1.0000\n");
    bytes.reset();
    model.evaluate(ONES, ONES, EvaluateOptions.evaluate().batchSize(1).callbacks(logger));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("\r\u001b[1m1/4\u001b[0m")
        .endsWith("loss: 1.0000\n");
  }
}
