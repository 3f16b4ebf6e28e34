// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.training.TrainingMemory;
import io.nyala.settings.Arguments;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks the memory of trainings before it is allocated.
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
   * Runs some work. Models that this thread compiles or trains meanwhile are checked twice before
   * they allocate anything: when the weights are known, with 0 rows and no activations, and for
   * each new kind of batch when its step has been planned.
   *
   * @param check throws to refuse; compilation or training then fail with its exception
   * @return the result of the work
   */
  public static <R, X extends Throwable> R with(
      Consumer<TrainingMemory> check, ScopedValue.CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(CHECK, Arguments.given("check", check)).call(work);
  }

  /** Shows what is about to be allocated to the check of this thread, if there is one. */
  static void pass(Supplier<TrainingMemory> memory) {
    if (CHECK.isBound()) {
      CHECK.get().accept(memory.get());
    }
  }
}
