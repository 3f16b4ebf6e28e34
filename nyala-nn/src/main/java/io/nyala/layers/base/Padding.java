// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.ops.Window;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Locale;

/** What surrounds the input of a convolution or a pooling. */
public enum Padding {
  /** Nothing: windows stay inside. */
  VALID,
  /** As much as gives one window for each stride; an odd element goes behind. */
  SAME,
  /** All in front, so that no output sees what comes after it; of one spatial axis only. */
  CAUSAL;

  /** Returns the padding with this name in Keras, for example {@code "same"}. */
  public static Padding byName(String name) {
    for (Padding p : values()) {
      if (p.kerasName().equals(name)) {
        return p;
      }
    }
    throw new IllegalArgumentException(
        "padding must be one of valid, same and causal, got \"" + name + "\"");
  }

  /** Returns the name in Keras, for example {@code "same"}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns how windows walk over x; where an extent is unknown, that of the result is too.
   *
   * @param x {@code (batch, space..., channels)}
   */
  public Window window(Shape x, int[] size, int[] stride, int[] dilation) {
    Window bare = Window.of(size).withStride(stride).withDilation(dilation);
    for (int i = 0; this == VALID && i < size.length; i++) {
      int extent = x.dim(i + 1);
      if (extent != Shape.UNKNOWN && bare.span(i) > extent) {
        throw new ShapeException(
            "a window of %d positions does not fit into the %d of spatial axis %d; take a smaller"
                    .formatted(bare.span(i), extent, i)
                + " one, or padding SAME");
      }
    }
    return switch (this) {
      case VALID -> bare;
      case SAME -> bare.same(x);
      case CAUSAL -> bare.causal();
    };
  }
}
