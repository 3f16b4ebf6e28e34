// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import java.util.Collections;
import java.util.List;

/**
 * Which masks a call of a layer uses. By default each operand has the mask that travels with it; a
 * call can also be given masks, which then stand behind the operands in the graph.
 *
 * @param sources for each operand {@link #TRAVELS}, {@link #NONE}, or the place of its mask among
 *     the masks given; empty where all travel
 * @param after what becomes of the masks
 */
public record MaskUse(List<Integer> sources, After after) {
  /** The mask that travels with the operand, if any. */
  public static final int TRAVELS = -1;

  /** No mask, whatever travels with the operand. */
  public static final int NONE = -2;

  /** Every operand has the mask that travels with it. */
  public static final MaskUse TRAVEL = new MaskUse(List.of(), After.FOLLOW);

  /** What becomes of the masks after a call. */
  public enum After {
    /** The masks of the results follow from those that the call used. */
    FOLLOW,
    /** The masks of the results follow from those that travelled, as if none had been given. */
    PASS,
    /** As {@link #PASS}; then the operands have no masks any more, for whoever comes after. */
    TAKE
  }

  /** Keeps a copy of the list. */
  public MaskUse {
    sources = List.copyOf(sources);
  }

  /** Returns a use in which each of {@code operands} operands has this source. */
  static List<Integer> all(int operands, int source) {
    return Collections.nCopies(operands, source);
  }

  /** Returns the source of an operand's mask. */
  public int source(int operand) {
    return operand < sources.size() ? sources.get(operand) : TRAVELS;
  }

  /** Returns how many masks are given. */
  public int given() {
    return (int) sources.stream().filter(s -> s >= 0).distinct().count();
  }
}
