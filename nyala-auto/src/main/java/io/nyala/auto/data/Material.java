// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.data.Examples;
import io.nyala.data.split.TrainValidationTest;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import java.util.List;

/** What is learned from, as numbers for a network: three parts and the way to raw rows. */
public interface Material {
  /** Returns what is predicted. */
  Target target();

  /** Returns the rows as numbers. */
  TrainValidationTest examples();

  /** Returns the training rows. */
  default Examples train() {
    return examples().train();
  }

  /** Returns the validation rows. */
  default Examples validation() {
    return examples().validation();
  }

  /** Returns the test rows. */
  default Examples test() {
    return examples().test();
  }

  /** Returns the whole model: raw rows in, the prediction in the units of the target out. */
  Model served(Model network);

  /** Returns what the network takes in, such as the columns of a table; none if that is unclear. */
  List<String> parts();

  /** Returns validation rows that are enough to measure importance. */
  default Examples probe() {
    return validation();
  }

  /**
   * Returns the rows of {@link #probe} with one part shuffled between the rows, as inputs of the
   * network.
   *
   * @param part the index of the part
   * @param order for each row the row from which the part comes
   */
  Tensor shuffled(int part, int[] order);
}
