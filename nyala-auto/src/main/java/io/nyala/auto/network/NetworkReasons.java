// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import io.nyala.auto.facts.AutoDecision;
import java.util.List;

/** What is decided about a network and its training, and why. */
public final class NetworkReasons {
  private NetworkReasons() {}

  /**
   * Returns the decisions.
   *
   * @param safe the settings with which the search begins
   * @param trials the number of trials that is asked for, or 0
   */
  public static List<AutoDecision> of(Training training, NetworkSettings safe, int trials) {
    return List.of(
        head(training.head()),
        new AutoDecision(
            "first network",
            "%s, %d hidden layer%s of %d units, dropout %s"
                .formatted(
                    training.architecture().describe(),
                    safe.layers(),
                    safe.layers() == 1 ? "" : "s",
                    safe.units(),
                    safe.dropout()),
            "safe for %,d rows; the search varies it".formatted(training.train().rows())),
        new AutoDecision(
            "training",
            "AdamW with rate %s, batches of %d, at most %d epochs"
                .formatted(safe.rate(), safe.batch(), safe.epochs()),
            "it ends after %d epochs without progress on the validation rows, with the weights of"
                    .formatted(safe.patience())
                + " the best one"),
        new AutoDecision(
            "search",
            trials > 0 ? trials + " networks" : "as many networks as there is time for",
            trials > 0
                ? "the same seed and number give the same bits"
                : "--trials N gives the same bits each time"));
  }

  private static AutoDecision head(Head head) {
    return switch (head.task()) {
      case REGRESSION ->
          new AutoDecision(
              "output",
              "one unit without activation, mean absolute error, the target standardised",
              "an error in the unit of the target that a few outliers cannot rule; the model gives"
                  + " back the unit");
      case BINARY ->
          new AutoDecision(
              "output", "one sigmoid unit, binary cross-entropy", "it is a probability");
      case MULTICLASS ->
          new AutoDecision(
              "output",
              "%d softmax units, categorical cross-entropy".formatted(head.outputs()),
              "they are probabilities with the sum 1");
    };
  }
}
