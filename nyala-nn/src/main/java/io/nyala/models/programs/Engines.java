// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.kernel.WorkerPool;
import io.nyala.plan.Engine;
import io.nyala.plan.cpu.CpuEngine;

/** The engine on which models run. */
public final class Engines {
  private static final Engine ENGINE = CpuEngine.shared();
  private static final Engine ONE_THREAD = CpuEngine.shared().with(WorkerPool.of(1));

  private Engines() {}

  public static Engine engine() {
    return ENGINE;
  }

  /** Drops what the engines keep and do not use; returns whether there is something left. */
  static boolean dropIdle() {
    return CpuEngine.dropIdleWorkSpace();
  }

  /** Returns the engine of one of several workers, each of which has one thread. */
  static Engine ofOneThread() {
    return ONE_THREAD;
  }
}
