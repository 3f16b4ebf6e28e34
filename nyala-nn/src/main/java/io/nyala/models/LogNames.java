// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.List;

/** What a training can log, for those who want to know before it begins. */
public final class LogNames {
  private LogNames() {}

  /**
   * Returns the names of losses and metrics, without those of validations, which have {@code val_}
   * in front.
   *
   * @return empty for a model that was not compiled yet, or whose weights do not exist yet
   */
  public static List<String> of(Model model) {
    Trainer trainer = model.compilation().trainer();
    return trainer == null ? List.of() : trainer.objective().logNames();
  }
}
