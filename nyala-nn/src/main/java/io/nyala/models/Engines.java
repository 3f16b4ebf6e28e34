// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.plan.Engine;
import io.nyala.plan.cpu.CpuEngine;

/** The engine on which models run. */
final class Engines {
  private static final Engine ENGINE = CpuEngine.shared();

  private Engines() {}

  static Engine engine() {
    return ENGINE;
  }
}
