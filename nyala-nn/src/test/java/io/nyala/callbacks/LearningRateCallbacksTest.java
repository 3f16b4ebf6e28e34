// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static io.nyala.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Callback;
import io.nyala.models.History;
import io.nyala.optimizers.ExponentialDecay;
import io.nyala.optimizers.SGD;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One test for each rule of Keras 3 (reduce_lr_on_plateau.py, learning_rate_scheduler.py). */
class LearningRateCallbacksTest {
  /** The rates that are logged: those with which the epochs were trained. */
  private static Double[] rates(ReduceLROnPlateau callback, double... values) {
    History h = new Script(values).run(callback);
    return h.get("learning_rate").toArray(Double[]::new);
  }

  private static ReduceLROnPlateau halving() {
    return new ReduceLROnPlateau("val_loss").factor(0.5).patience(1);
  }

  @Test
  void lowers_the_rate_after_an_epoch_without_improvement() {
    assertThat(rates(halving(), 3, 2, 2, 1, 1)).containsExactly(1.0, 1.0, 1.0, 0.5, 0.5);
  }

  @Test
  void waits_for_patience_epochs_and_then_anew() {
    assertThat(rates(halving().patience(2), 1, 1, 1, 1, 1, 1))
        .containsExactly(1.0, 1.0, 1.0, 0.5, 0.5, 0.25);
  }

  @Test
  void changes_below_min_delta_are_no_improvement() {
    assertThat(rates(halving(), 1, 0.99995, 0.9)).containsExactly(1.0, 1.0, 0.5);
    assertThat(rates(halving(), 1, 0.9998, 0.9)).containsExactly(1.0, 1.0, 1.0);
  }

  /** After a change two epochs are not counted: the counter goes down first, then is looked at. */
  @Test
  void does_not_count_while_cooling_down() {
    assertThat(rates(halving().cooldown(2), 1, 1, 1, 1, 1, 1))
        .containsExactly(1.0, 1.0, 0.5, 0.5, 0.25, 0.25);
  }

  @Test
  void does_not_go_below_the_least_rate() {
    assertThat(rates(halving().minLearningRate(0.4), 1, 1, 1, 1))
        .containsExactly(1.0, 1.0, 0.5, 0.4);
  }

  @Test
  void a_first_value_that_is_no_number_is_not_the_best() {
    assertThat(rates(halving().patience(2), Double.NaN, 3, 2, 1, 1))
        .containsExactly(1.0, 1.0, 1.0, 1.0, 1.0);
  }

  @Test
  void a_schedule_is_refused_before_the_first_epoch() {
    for (Callback callback :
        List.of(halving(), new LearningRateScheduler((epoch, rate) -> rate / 2))) {
      Script script = new Script(3, 2, 1);
      script.model.compile(
          new SGD(1).learningRate(new ExponentialDecay(0.1, 10, 0.5)), meanSquaredError());
      List<Integer> epochs = new ArrayList<>();
      assertThatThrownBy(() -> script.run(new LambdaCallback().onEpochBegin(epochs::add), callback))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              ("optimizer \"sgd\": the schedule ExponentialDecay determines the learning rate, so "
                      + "%s cannot set it; create the optimizer with a number")
                  .formatted(callback.getClass().getSimpleName()));
      assertThat(epochs).isEmpty();
    }
  }

  @Test
  void refuses_a_factor_that_would_not_lower() {
    assertThatThrownBy(() -> halving().factor(1)).hasMessage("factor must be in [0, 1), got 1.0");
  }

  @Test
  void a_scheduler_sets_the_rate_from_epoch_and_present_rate() {
    History h =
        new Script(0, 0, 0)
            .run(new LearningRateScheduler((epoch, rate) -> epoch < 2 ? rate : rate / 8));
    assertThat(h.get("learning_rate")).containsExactly(1.0, 1.0, 0.125);
  }

  @Test
  void says_what_it_did() {
    StringBuilder out = new StringBuilder();
    new Script(1, 1).run(halving().messagesTo(out));
    assertThat(out).hasToString("\nEpoch 2: ReduceLROnPlateau reducing learning rate to 0.5.\n");
  }
}
