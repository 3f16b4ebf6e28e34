// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import io.nyala.settings.Arguments;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * A callback defined by functions.
 *
 * <pre>{@code
 * new LambdaCallback().onEpochEnd((logs, epoch) -> log.info("{}: {}", epoch, logs))
 * }</pre>
 */
public final class LambdaCallback extends Callback {
  private Runnable trainBegin = () -> {};
  private Runnable trainEnd = () -> {};
  private IntConsumer epochBegin = epoch -> {};
  private ObjIntConsumer<Map<String, Double>> epochEnd = (logs, epoch) -> {};

  /** Creates a callback that does nothing yet. */
  public LambdaCallback() {}

  /** Sets the action before the first epoch. */
  public LambdaCallback onTrainBegin(Runnable action) {
    trainBegin = Arguments.given("LambdaCallback: action", action);
    return this;
  }

  /** Sets the action after the last epoch. */
  public LambdaCallback onTrainEnd(Runnable action) {
    trainEnd = Arguments.given("LambdaCallback: action", action);
    return this;
  }

  /** Sets the action before each epoch; epochs are counted from 0. */
  public LambdaCallback onEpochBegin(IntConsumer action) {
    epochBegin = Arguments.given("LambdaCallback: action", action);
    return this;
  }

  /** Sets the action after each epoch, which receives the logs and the epoch number. */
  public LambdaCallback onEpochEnd(ObjIntConsumer<Map<String, Double>> action) {
    epochEnd = Arguments.given("LambdaCallback: action", action);
    return this;
  }

  /**
   * Returns a callback that runs an action after each training step, with the logs and the step
   * number.
   */
  public static Callback onTrainBatchEnd(ObjIntConsumer<Map<String, Double>> action) {
    Arguments.given("LambdaCallback: action", action);
    return new Callback() {
      @Override
      public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
        action.accept(logs, batch);
      }
    };
  }

  @Override
  public void onTrainBegin() {
    trainBegin.run();
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    trainEnd.run();
  }

  @Override
  public void onEpochBegin(int epoch) {
    epochBegin.accept(epoch);
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    epochEnd.accept(logs, epoch);
  }
}
