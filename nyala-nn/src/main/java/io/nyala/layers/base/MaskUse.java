// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import java.util.Collections;
import java.util.List;

/**
 * Specifies which masks a layer call uses. By default, each operand uses the mask attached to it;
 * masks can also be passed to a call and then follow the operands in the graph.
 *
 * @param sources for each operand {@link #TRAVELS}, {@link #NONE}, or the index of its mask among
 *     the masks passed; empty if all operands use attached masks
 * @param after how masks are passed on
 */
public record MaskUse(List<Integer> sources, After after) {
  /** The mask attached to the operand, if any. */
  public static final int TRAVELS = -1;

  /** No mask, even if one is attached to the operand. */
  public static final int NONE = -2;

  /** Every operand uses the mask attached to it. */
  public static final MaskUse TRAVEL = new MaskUse(List.of(), After.FOLLOW);

  /** How masks are passed on after a call. */
  public enum After {
    /** The masks of the results are computed from the masks that the call used. */
    FOLLOW,
    /**
     * The masks of the results are computed from the attached masks, as if none had been passed.
     */
    PASS,
    /**
     * Like {@link #PASS}; in addition, the masks are detached from the operands for all later
     * calls.
     */
    TAKE
  }

  /** Keeps a copy of the list. */
  public MaskUse {
    sources = List.copyOf(sources);
  }

  /** Returns the sources for {@code operands} operands that all have the same source. */
  static List<Integer> all(int operands, int source) {
    return Collections.nCopies(operands, source);
  }

  /** Returns the source of an operand's mask. */
  public int source(int operand) {
    return operand < sources.size() ? sources.get(operand) : TRAVELS;
  }

  /** Returns the number of masks passed to the call. */
  public int given() {
    return (int) sources.stream().filter(s -> s >= 0).distinct().count();
  }
}
