// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Callback;
import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.SGD;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A callback that watches a name which is never logged ends the training. */
class WatchedNamesTest {
  private static final Tensor X = Tensor.full(Shape.of(8, 1), 1);

  @TempDir Path folder;

  private final List<Integer> begun = new ArrayList<>();
  private final Callback counter =
      new Callback() {
        @Override
        public void onEpochBegin(int epoch) {
          begun.add(epoch);
        }

        @Override
        protected boolean mayLog(String name) {
          return false;
        }
      };

  private History train(FitOptions options, Callback... callbacks) {
    Model model = Sequential.of(input(1), dense(1));
    model.compile(new SGD(0.01), meanSquaredError(), meanAbsoluteError());
    return model.fit(X, X, options.batchSize(4).callbacks(counter).callbacks(callbacks));
  }

  private static FitOptions validated(int epochs) {
    return fit().epochs(epochs).validation(X, X);
  }

  static Stream<Callback> misspelt() {
    return Stream.of(
        new EarlyStopping("val_los"),
        new EarlyStopping("val_los").startFromEpoch(5),
        new ReduceLROnPlateau("val_los"),
        new ModelCheckpoint("unused", "val_los").saveBestOnly(),
        new ModelCheckpoint("{epoch}-{val_los:.3f}"));
  }

  @ParameterizedTest
  @MethodSource("misspelt")
  void a_misspelt_name_is_refused_before_the_first_epoch(Callback callback) {
    assertThatThrownBy(() -> train(validated(3), callback))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            callback.getClass().getSimpleName()
                + " monitors \"val_los\", which is not logged; did you mean"
                + " \"val_loss\"? There are [loss, mean_absolute_error, val_loss,"
                + " val_mean_absolute_error]");
    assertThat(begun).isEmpty();
  }

  @Test
  void a_name_of_the_validation_needs_one() {
    assertThatThrownBy(() -> train(fit().epochs(3), new EarlyStopping()))
        .hasMessage(
            "EarlyStopping monitors \"val_loss\", which is not logged; set validation(x, y) or "
                + "validationSplit for fit, or monitor \"loss\"; there are [loss, "
                + "mean_absolute_error]");
    assertThatThrownBy(
            () -> train(validated(4).validationFreq(5), new ModelCheckpoint("w").saveBestOnly()))
        .hasMessage(
            "ModelCheckpoint monitors \"val_loss\", which is not logged; validation runs every 5 "
                + "epochs, but this training ends after epoch 4");
    assertThat(begun).isEmpty();
  }

  @Test
  void a_validation_now_and_then_is_enough() {
    EarlyStopping callback = new EarlyStopping("val_mean_absolute_error").patience(9);
    History history = train(validated(5).validationFreq(2), callback);
    assertThat(history.get("val_mean_absolute_error")).hasSize(2);
    assertThat(callback.bestEpoch()).isEqualTo(3);
  }

  @Test
  void the_best_of_epochs_with_a_validation_is_saved() {
    List<String> saved = new ArrayList<>();
    Callback best =
        new ModelCheckpoint("{epoch}-{val_loss:.1f}")
            .saveBestOnly()
            .savingWith((m, path) -> saved.add(path.toString().replaceAll("-.*", "")));
    train(validated(5).validationFreq(2), best);
    assertThat(saved).containsExactly("2", "4");
  }

  /** What a callback logs is known only once it has had the chance. */
  @Test
  void a_name_that_no_other_callback_logs_is_refused_after_the_first_epoch() {
    LambdaCallback own = new LambdaCallback().onEpochEnd((logs, epoch) -> logs.put("f1", 0.5));
    Callback wrong = new EarlyStopping("f2").mode(Monitor.Mode.MAX);
    assertThatThrownBy(() -> train(fit().epochs(3), own, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "EarlyStopping monitors \"f2\", which is not logged; did you mean \"f1\"? There are"
                + " [f1, loss, mean_absolute_error]");
    assertThat(begun).containsExactly(0);
  }

  @Test
  void a_name_that_another_callback_logs_now_and_then_is_known_from_then_on() {
    LambdaCallback own =
        new LambdaCallback()
            .onEpochEnd(
                (logs, epoch) -> {
                  if (epoch % 3 == 0) {
                    logs.put("val_f1", 1.0 + epoch);
                  }
                });
    EarlyStopping callback = new EarlyStopping("val_f1").mode(Monitor.Mode.MAX).patience(9);
    train(fit().epochs(5), own, callback);
    assertThat(callback.bestEpoch()).isEqualTo(3);
    train(
        fit().epochs(2),
        new ReduceLROnPlateau("loss"),
        new EarlyStopping("learning_rate").mode(Monitor.Mode.MIN));
  }

  @Test
  void steps_log_no_validation() {
    assertThatThrownBy(
            () -> train(validated(2), new ModelCheckpoint("w").saveBestOnly().saveEvery(2)))
        .hasMessageStartingWith(
            "ModelCheckpoint monitors \"val_loss\", which is not logged in the middle of an epoch");
    assertThat(begun).isEmpty();
    String path = folder + "/{epoch}-{batch}-{loss:.2f}.weights.npz";
    train(validated(2), new ModelCheckpoint(path, "loss").saveBestOnly().saveEvery(2));
    assertThat(folder).isNotEmptyDirectory();
  }

  @Test
  void a_callback_of_ones_own_may_watch_too() {
    Callback own =
        new Callback() {
          @Override
          protected Set<String> watched() {
            return Set.of("mean_absolut_error");
          }

          @Override
          public void onEpochEnd(int epoch, Map<String, Double> logs) {}
        };
    assertThatThrownBy(() -> train(fit(), own))
        .hasMessageStartingWith(
            "a callback monitors \"mean_absolut_error\", which is not logged; did you mean"
                + " \"mean_absolute_error\"?");
  }
}
