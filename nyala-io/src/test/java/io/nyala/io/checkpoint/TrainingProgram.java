// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import io.nyala.models.Callback;
import io.nyala.models.Model;
import io.nyala.saving.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A program of its own, to be killed: trains with checkpoints and leaves the final fingerprint. */
final class TrainingProgram {
  private TrainingProgram() {}

  public static void main(String[] arguments) throws Exception {
    Trainings training = Trainings.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Model model = training.compiled();
    Callback slow =
        new Callback() {
          @Override
          public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
            System.out.println("step");
            try {
              Thread.sleep(5);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    training.train(model, Checkpoints.in(folder).everySteps(1), slow);
    Files.writeString(folder.resolve("fingerprint"), Weights.sha256(model));
  }
}
