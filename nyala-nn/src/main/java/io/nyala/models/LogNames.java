// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.List;

/** The names that training can log, known before it starts. */
public final class LogNames {
  private LogNames() {}

  /**
   * Returns the names of losses and metrics, without the validation names, which have the prefix
   * {@code val_}.
   *
   * @return empty if the model is not compiled, or its weights do not exist yet
   */
  public static List<String> of(Model model) {
    Trainer trainer = model.compilation().trainer();
    return trainer == null ? List.of() : trainer.objective().logNames();
  }
}
