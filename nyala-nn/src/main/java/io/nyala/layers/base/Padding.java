// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.ops.Window;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Locale;

/** The padding of the input of a convolution or pooling. */
public enum Padding {
  /** No padding: windows stay inside the input. */
  VALID,
  /** Padding that gives one window per stride; an odd element is added at the end. */
  SAME,
  /**
   * Padding only at the start, so that no output depends on later inputs; for one spatial axis
   * only.
   */
  CAUSAL;

  /** Returns the padding with this Keras name, for example {@code "same"}. */
  public static Padding byName(String name) {
    for (Padding p : values()) {
      if (p.kerasName().equals(name)) {
        return p;
      }
    }
    throw new IllegalArgumentException(
        "padding must be one of valid, same and causal, got \"" + name + "\"");
  }

  /** Returns the Keras name, for example {@code "same"}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the window parameters for x; an unknown extent remains unknown in the result.
   *
   * @param x {@code (batch, space..., channels)}
   */
  public Window window(Shape x, int[] size, int[] stride, int[] dilation) {
    Window bare = Window.of(size).withStride(stride).withDilation(dilation);
    for (int i = 0; this == VALID && i < size.length; i++) {
      int extent = x.dim(i + 1);
      if (extent != Shape.UNKNOWN && bare.span(i) > extent) {
        throw new ShapeException(
            ("a window of %d positions does not fit into the %d positions of spatial axis %d; use "
                        + "a smaller")
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
