// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

/**
 * A kind of state that an optimizer keeps for each weight.
 *
 * @param name Keras's name, for example {@code momentum}
 * @param initial the initial value
 * @param group the group; in files, slots of one group are stored variable by variable, and groups
 *     follow each other
 */
public record Slot(String name, float initial, int group) {
  /** Describes a slot of the first group that starts at zero. */
  public static Slot zeros(String name) {
    return new Slot(name, 0f, 0);
  }
}
