// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.training.TrainingMemory;
import io.nyala.settings.Arguments;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks the memory of training runs before it is allocated.
 *
 * <pre>{@code
 * MemoryCheck.with(
 *     memory -> {
 *       if (memory.used() > limit) {
 *         throw new IllegalStateException("too large: " + memory);
 *       }
 *     },
 *     () -> build().fit(x, y));
 * }</pre>
 */
public final class MemoryCheck {
  private static final ScopedValue<Consumer<TrainingMemory>> CHECK = ScopedValue.newInstance();

  private MemoryCheck() {}

  /**
   * Runs some work. Models that this thread compiles or trains during this call are checked before
   * they allocate anything: once when the weights are known, with 0 rows and no activations, and
   * again for each new kind of batch when its step has been planned.
   *
   * @param check throws to reject; compilation or training then fails with its exception
   * @return the result of the work
   */
  public static <R, X extends Throwable> R with(
      Consumer<TrainingMemory> check, ScopedValue.CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(CHECK, Arguments.given("check", check)).call(work);
  }

  /**
   * Passes the memory that is about to be allocated to the check of this thread, if there is one.
   */
  static void pass(Supplier<TrainingMemory> memory) {
    if (CHECK.isBound()) {
      CHECK.get().accept(memory.get());
    }
  }
}
