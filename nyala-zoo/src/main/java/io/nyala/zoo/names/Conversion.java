// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

import io.nyala.layers.base.Layer;
import io.nyala.layers.convolutional.DepthwiseConv2D;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * The order of axes of a weight of PyTorch: kernels of convolutions are (out, in, height, width)
 * there and (height, width, in, out) here, those of dense layers (out, in) and (in, out).
 *
 * @param seen the array of the file with axes split or added
 * @param order for each axis here, the axis there
 */
record Conversion(Shape seen, int... order) {
  /** What PyTorch calls the weights of layers. */
  private static final Map<String, String> ROLES =
      Map.of(
          "kernel", "weight",
          "depthwise_kernel", "weight",
          "bias", "bias",
          "gamma", "weight",
          "beta", "bias",
          "moving_mean", "running_mean",
          "moving_variance", "running_var");

  /** Returns the name of a weight there, or null if there is none. */
  static String theirs(String role) {
    return ROLES.get(role);
  }

  /**
   * Returns the conversion of an array into a weight, or null if it does not fit.
   *
   * @param ours the shape of the weight
   * @param channels the channels in front of the flattening, or 0
   */
  static Conversion of(Layer layer, String role, Shape theirs, Shape ours, int channels) {
    Conversion conversion =
        role.endsWith("kernel") ? ofKernel(layer, theirs, channels) : ofVector(theirs);
    if (conversion == null || conversion.order.length != conversion.seen.rank()) {
      return null;
    }
    Shape turned = conversion.turned();
    boolean fits =
        ours.rank() == turned.rank()
            ? ours.equals(turned)
            : ours.rank() == 2 && ours.last() == turned.last() && ours.size() == turned.size();
    return fits ? conversion : null;
  }

  /** Vectors may have further axes, of one position. */
  private static Conversion ofVector(Shape theirs) {
    return theirs.rank() > 0 && theirs.dim(0) == theirs.size()
        ? new Conversion(Shape.of(theirs.size()), 0)
        : null;
  }

  private static Conversion ofKernel(Layer layer, Shape theirs, int channels) {
    if (theirs.rank() == 2 && channels > 0) {
      int positions = theirs.dim(1) / channels;
      return positions * channels == theirs.dim(1)
          ? new Conversion(Shape.of(theirs.dim(0), channels, 1, positions), 2, 3, 1, 0)
          : null;
    }
    if (theirs.rank() == 2) {
      return new Conversion(Shape.of(theirs.dim(0), theirs.dim(1), 1, 1), 2, 3, 1, 0);
    }
    return layer instanceof DepthwiseConv2D
        ? new Conversion(theirs, 2, 3, 0, 1)
        : new Conversion(theirs, 2, 3, 1, 0);
  }

  private Shape turned() {
    int[] dims = new int[order.length];
    for (int a = 0; a < dims.length; a++) {
      dims[a] = seen.dim(order[a]);
    }
    return Shape.of(dims);
  }

  /** Writes the elements of an array in their order here. */
  void write(Tensor array, float[] data, int offset) {
    float[] source = array.cast(DType.FLOAT32).floats();
    int[] steps = new int[order.length];
    Shape turned = turned();
    for (int a = 0; a < steps.length; a++) {
      steps[a] = 1;
      for (int b = order[a] + 1; b < order.length; b++) {
        steps[a] *= seen.dim(b);
      }
    }
    int[] at = new int[order.length];
    int from = 0;
    for (int i = 0; i < source.length; i++) {
      data[offset + i] = source[from];
      for (int a = at.length - 1; a >= 0; a--) {
        from += steps[a];
        if (++at[a] < turned.dim(a)) {
          break;
        }
        from -= at[a] * steps[a];
        at[a] = 0;
      }
    }
  }
}
