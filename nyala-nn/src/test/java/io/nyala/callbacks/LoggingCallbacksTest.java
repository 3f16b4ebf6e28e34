// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.SGD;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test for each rule of Keras 3 ({@code csv_logger.py}, {@code lambda_callback.py}). */
class LoggingCallbacksTest {
  @TempDir Path folder;

  @Test
  void csv_has_the_epoch_and_the_names_in_order() throws IOException {
    Path file = folder.resolve("log.csv");
    LambdaCallback writes =
        new LambdaCallback()
            .onEpochEnd(
                (logs, epoch) -> {
                  logs.put("loss", 0.5 + epoch);
                  logs.put("accuracy", 0.25);
                });
    new Script(1, 2).run(writes, new CSVLogger(file));
    assertThat(Files.readString(file))
        .isEqualTo("epoch,accuracy,loss,val_loss\r\n0,0.25,0.5,1.0\r\n1,0.25,1.5,2.0\r\n");
  }

  @Test
  void csv_has_columns_for_a_validation_that_may_come() throws IOException {
    Path file = folder.resolve("log.csv");
    LambdaCallback writes = new LambdaCallback().onEpochEnd((logs, epoch) -> logs.put("loss", 0.5));
    new Script(Arrays.asList(null, 3.0)).run(writes, new CSVLogger(file));
    assertThat(Files.readString(file))
        .isEqualTo("epoch,loss,val_loss\r\n0,0.5,NA\r\n1,0.5,3.0\r\n");
  }

  @Test
  void csv_may_be_continued() throws IOException {
    Path file = folder.resolve("log.csv");
    new Script(1).run(new CSVLogger(file, ";", false));
    new Script(2).run(new CSVLogger(file, ";", true));
    assertThat(Files.readString(file))
        .isEqualTo("epoch;loss;val_loss\r\n0;0.0;1.0\r\n0;0.0;2.0\r\n");
    new Script(4).run(new CSVLogger(file));
    assertThat(Files.readString(file)).isEqualTo("epoch,loss,val_loss\r\n0,0.0,4.0\r\n");
  }

  @Test
  void functions_are_called_in_order() {
    List<String> calls = new ArrayList<>();
    LambdaCallback callback =
        new LambdaCallback()
            .onTrainBegin(() -> calls.add("begin"))
            .onTrainEnd(() -> calls.add("end"))
            .onEpochBegin(epoch -> calls.add("epoch " + epoch))
            .onEpochEnd((logs, epoch) -> calls.add("ended " + epoch));
    new Script(1, 2)
        .run(callback, LambdaCallback.onTrainBatchEnd((logs, batch) -> calls.add("step " + batch)));
    assertThat(calls)
        .containsExactly(
            "begin", "epoch 0", "step 0", "ended 0", "epoch 1", "step 0", "ended 1", "end");
  }

  @Test
  void nan_ends_training_quietly() {
    Model model = Sequential.of(input(1), dense(1));
    model.compile(new SGD(1e30), meanSquaredError());
    Tensor x = Tensor.full(Shape.of(2, 1), 1);
    assertThat(model.fit(x, x, fit().epochs(50).callbacks(new TerminateOnNaN())).epochs())
        .hasSizeLessThan(50);
  }
}
