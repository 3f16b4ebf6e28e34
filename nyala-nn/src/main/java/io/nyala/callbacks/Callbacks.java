// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import io.nyala.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Factory methods for callbacks; intended for {@code import static io.nyala.callbacks.Callbacks.*}.
 */
public final class Callbacks {
  private Callbacks() {}

  /** Stops training when a logged metric, for example {@code val_loss}, no longer improves. */
  public static EarlyStopping earlyStopping(String quantity) {
    return new EarlyStopping(quantity);
  }

  /** Saves the weights after each epoch. */
  public static ModelCheckpoint modelCheckpoint(String path) {
    return new ModelCheckpoint(path);
  }

  /** Reduces the learning rate when a logged metric no longer improves. */
  public static ReduceLROnPlateau reduceLROnPlateau(String quantity) {
    return new ReduceLROnPlateau(quantity);
  }

  /** Sets the learning rate before each epoch. */
  public static LearningRateScheduler learningRateScheduler(LearningRateScheduler.Rule rule) {
    return new LearningRateScheduler(rule);
  }

  /** Searches a learning rate with rates that grow from batch to batch. */
  public static LearningRateFinder learningRateFinder() {
    return new LearningRateFinder();
  }

  /** Evaluates with the moving averages of the weights that the optimizer keeps. */
  public static SwapEMAWeights swapEMAWeights() {
    return new SwapEMAWeights();
  }

  /** Writes the logs of each epoch into a CSV file. */
  public static CSVLogger csvLogger(Path file) {
    return new CSVLogger(file);
  }

  /** Checks for problems before, during and after training. */
  public static Doctor doctor() {
    return new Doctor();
  }

  /** Checks for problems before, during and after training, on these rows. */
  public static Doctor doctor(Tensor x, Tensor y) {
    return new Doctor(x, y);
  }

  /** Stops training without an exception when the loss is NaN or infinite. */
  public static TerminateOnNaN terminateOnNaN() {
    return new TerminateOnNaN();
  }

  /** Prints a progress bar on a terminal, a line for each epoch elsewhere. */
  public static Callback progress(PrintStream out) {
    return new ProgbarLogger(out);
  }
}
