// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

/**
 * Numbers that an optimizer keeps beside each weight.
 *
 * @param name Keras's name, for example {@code momentum}
 * @param initial what they are before the first update
 * @param group slots of one group lie side by side in files, variable after variable; groups follow
 *     each other
 */
public record Slot(String name, float initial, int group) {
  /** Describes a slot of the first group that starts at zero. */
  public static Slot zeros(String name) {
    return new Slot(name, 0f, 0);
  }
}
