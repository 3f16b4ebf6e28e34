// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.kernel.WorkerPool;
import io.nyala.plan.Engine;
import io.nyala.plan.cpu.CpuEngine;

/** The engines that run models. */
public final class Engines {
  private static final Engine ENGINE = CpuEngine.shared();
  private static final Engine ONE_THREAD = CpuEngine.shared().with(WorkerPool.of(1));

  private Engines() {}

  public static Engine engine() {
    return ENGINE;
  }

  /** Drops unused resources of the engines and returns whether any are left. */
  public static boolean dropIdle() {
    return CpuEngine.dropIdleWorkSpace();
  }

  /** Returns the engine for one of several single-threaded workers. */
  public static Engine ofOneThread() {
    return ONE_THREAD;
  }
}
