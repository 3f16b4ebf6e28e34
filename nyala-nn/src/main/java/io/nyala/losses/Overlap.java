// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Arrays;
import java.util.List;

/** Sums over the axes of an image, shared by the losses that compare areas. */
final class Overlap {
  private Overlap() {}

  /** Sums along axes; null stands for all of them. */
  static Value sum(Value x, int... axes) {
    return axes == null ? Ops.sum(x) : Ops.sum(x, false, axes);
  }

  static int[] axes(Settings settings) {
    return settings.has("axis") ? settings.getInts("axis") : null;
  }

  static List<Integer> form(int... axes) {
    return axes == null ? null : Arrays.stream(axes).boxed().toList();
  }
}
