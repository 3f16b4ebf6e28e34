// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.testing.Logs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for each rule of Keras 3 ({@code callbacks/early_stopping.py}). */
class EarlyStoppingTest {
  private static int epochs(EarlyStopping callback, double... values) {
    return new Script(values).run(callback).epochs().size();
  }

  @Test
  void stops_after_the_first_epoch_without_improvement() {
    assertThat(epochs(new EarlyStopping(), 3, 2, 2, 1)).isEqualTo(3);
  }

  @Test
  void runs_to_the_end_while_it_improves() {
    assertThat(epochs(new EarlyStopping(), 4, 3, 2, 1)).isEqualTo(4);
  }

  @Test
  void waits_for_patience_epochs() {
    assertThat(epochs(new EarlyStopping().patience(3), 1, 2, 2, 2, 2, 2)).isEqualTo(4);
  }

  @Test
  void improvement_starts_the_wait_anew() {
    assertThat(epochs(new EarlyStopping().patience(2), 3, 4, 2, 4, 4, 4)).isEqualTo(5);
  }

  @Test
  void less_than_min_delta_is_no_improvement() {
    assertThat(epochs(new EarlyStopping().minDelta(0.5), 3, 2.6, 1)).isEqualTo(2);
    assertThat(epochs(new EarlyStopping().minDelta(0.3), 3, 2.6, 2)).isEqualTo(3);
  }

  @Test
  void larger_may_be_better() {
    EarlyStopping callback = new EarlyStopping().mode(Monitor.Mode.MAX);
    assertThat(epochs(callback, 1, 2, 3, 3, 4)).isEqualTo(4);
  }

  @Test
  void never_stops_in_the_first_epoch() {
    assertThat(epochs(new EarlyStopping().baseline(0), 5, 4, 3)).isEqualTo(3);
  }

  /** Better than ever but worse than the baseline: the wait goes on, and nothing stops. */
  @Test
  void a_wait_ends_only_below_the_baseline() {
    EarlyStopping callback = new EarlyStopping().baseline(1).patience(3);
    assertThat(epochs(callback, 5, 4, 3, 3, 0.5)).isEqualTo(4);
    assertThat(epochs(new EarlyStopping().baseline(1).patience(3), 5, 0.5, 3, 3, 3, 3))
        .isEqualTo(5);
  }

  @Test
  void epochs_before_the_start_do_not_count() {
    assertThat(epochs(new EarlyStopping().startFromEpoch(3), 0, 5, 5, 5, 4, 4)).isEqualTo(6);
  }

  @Test
  void ends_with_the_last_weights() {
    Script script = new Script(3, 1, 2, 2, 2);
    script.run(new EarlyStopping().patience(2));
    assertThat(script.weightsOfEpoch()).isEqualTo(3);
  }

  @Test
  void may_end_with_the_best_weights() {
    Script script = new Script(3, 1, 2, 2, 2);
    EarlyStopping callback = new EarlyStopping().patience(2).restoreBestWeights();
    script.run(callback);
    assertThat(script.weightsOfEpoch()).isEqualTo(1);
    assertThat(callback.bestEpoch()).isEqualTo(1);
    assertThat(callback.stoppedEpoch()).isEqualTo(3);
  }

  @Test
  void restores_the_best_weights_after_the_last_epoch_too() {
    Script script = new Script(3, 1, 2);
    script.run(new EarlyStopping().patience(9).restoreBestWeights());
    assertThat(script.weightsOfEpoch()).isEqualTo(1);
  }

  @Test
  void may_be_used_again() {
    EarlyStopping callback = new EarlyStopping();
    assertThat(epochs(callback, 1, 2, 3)).isEqualTo(2);
    assertThat(epochs(callback, 5, 4, 3)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY})
  void what_is_no_number_is_never_best(double bad) {
    Script script = new Script(bad, 5, 4, 3, 4);
    EarlyStopping callback = new EarlyStopping().patience(1).restoreBestWeights();
    assertThat(script.run(callback).epochs()).hasSize(5);
    assertThat(callback.bestEpoch()).isEqualTo(3);
    assertThat(script.weightsOfEpoch()).isEqualTo(3);

    EarlyStopping largest = new EarlyStopping().mode(Monitor.Mode.MAX).patience(9);
    new Script(2, bad, 3, bad).run(largest);
    assertThat(largest.bestEpoch()).isEqualTo(2);
  }

  @Test
  void without_any_number_the_weights_stay_as_they_are() {
    Script script = new Script(NaN, NaN, NaN);
    EarlyStopping callback = new EarlyStopping().patience(5).restoreBestWeights();
    assertThat(Logs.during(EarlyStopping.class.getPackageName(), () -> script.run(callback)))
        .containsExactly(
            "EarlyStopping does not restore weights: val_loss was never a finite number");
    assertThat(callback.bestEpoch()).isEqualTo(-1);
    assertThat(script.weightsOfEpoch()).isEqualTo(2);
  }

  @Test
  void an_epoch_without_the_quantity_does_not_count() {
    EarlyStopping callback = new EarlyStopping().patience(1);
    assertThat(new Script(Arrays.asList(3.0, null, null, 2.0, 2.0, 1.0)).run(callback).epochs())
        .hasSize(5);
  }

  @Test
  void does_not_guess_whether_larger_is_better() {
    Script script = new Script(1, 2);
    LambdaCallback writes =
        new LambdaCallback().onEpochEnd((logs, epoch) -> logs.put("val_score", 1.0));
    assertThatThrownBy(() -> script.run(writes, new EarlyStopping("val_score"), writes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"val_score\"")
        .hasMessageContaining("mode(MAX)");
  }

  @Test
  void says_what_it_did() {
    StringBuilder out = new StringBuilder();
    new Script(1, 2).run(new EarlyStopping().restoreBestWeights().messagesTo(out));
    assertThat(out)
        .hasToString(
            "Epoch 2: early stopping\n"
                + "Restoring model weights from the end of the best epoch: 1.\n");
  }
}
