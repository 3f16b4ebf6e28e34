// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The traversal of a broadcast operand in the order of the result's elements. Neighbouring axes
 * that behave alike are merged.
 */
final class View {
  private final int[] extents;
  private final int[] strides;

  View(Shape operand, Shape result) {
    int extra = result.rank() - operand.rank();
    int[] own = operand.strides();
    List<int[]> axes = new ArrayList<>();
    for (int i = 0; i < result.rank(); i++) {
      int extent = result.dim(i);
      int stride = i < extra || operand.dim(i - extra) == 1 ? 0 : own[i - extra];
      if (extent == 1) {
        continue;
      }
      int[] last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
      if (last != null && last[1] == stride * extent) {
        last[0] *= extent;
        last[1] = stride;
      } else {
        axes.add(new int[] {extent, stride});
      }
    }
    if (axes.isEmpty()) {
      axes.add(new int[] {1, 1});
    }
    extents = axes.stream().mapToInt(a -> a[0]).toArray();
    strides = axes.stream().mapToInt(a -> a[1]).toArray();
  }

  int rank() {
    return extents.length;
  }

  /** Returns whether every block of this size reads the same elements. */
  boolean repeatsIn(int block) {
    return extents.length == 2 && strides[0] == 0 && strides[1] == 1 && block % extents[1] == 0;
  }

  /**
   * Copies the operand's elements for elements {@code from} to {@code from + n} of the result.
   *
   * @param position scratch of {@link #rank()} numbers
   */
  void read(float[] x, int xOff, int from, int n, float[] y, int yOff, int[] position) {
    int last = extents.length - 1;
    int rest = from;
    int at = xOff;
    for (int i = last; i >= 0; i--) {
      position[i] = rest % extents[i];
      rest /= extents[i];
      at += position[i] * strides[i];
    }
    int done = 0;
    while (done < n) {
      int run = Math.min(extents[last] - position[last], n - done);
      if (strides[last] == 0) {
        Arrays.fill(y, yOff + done, yOff + done + run, x[at]);
      } else if (strides[last] == 1) {
        System.arraycopy(x, at, y, yOff + done, run);
      } else {
        for (int i = 0; i < run; i++) {
          y[yOff + done + i] = x[at + i * strides[last]];
        }
      }
      done += run;
      position[last] += run;
      at += run * strides[last];
      for (int i = last; i > 0 && position[i] == extents[i]; i--) {
        at += strides[i - 1] - extents[i] * strides[i];
        position[i] = 0;
        position[i - 1]++;
      }
    }
  }
}
