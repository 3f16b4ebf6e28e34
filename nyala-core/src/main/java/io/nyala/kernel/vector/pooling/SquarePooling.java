// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.pooling;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.ConvolutionShape;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The common maximum pooling of images by 2: windows neither overlap nor extend beyond the image,
 * so a line is one loop, and each element of the gradient is written once.
 */
final class SquarePooling {
  private SquarePooling() {}

  /** Returns whether a pooling is of this kind and has whole vectors of channels. */
  static boolean serves(ConvolutionShape s) {
    boolean square = s.size[0] == 1 && s.stride[0] == 1 && s.channels % LANES == 0;
    for (int axis = 0; axis < ConvolutionShape.AXES; axis++) {
      int size = axis == 0 ? 1 : 2;
      square &=
          s.size[axis] == size
              && s.stride[axis] == size
              && s.before[axis] == 0
              && s.out[axis] * size <= s.in[axis];
    }
    return square;
  }

  /** Returns the offset in the input at which the windows of an output line begin. */
  private static int source(ConvolutionShape s, int line) {
    int plane = line / s.out[1];
    return (plane * s.in[1] + line % s.out[1] * 2) * s.in[2] * s.channels;
  }

  static void largest(
      ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to) {
    int row = s.in[2] * s.channels;
    int line = s.out[2] * s.channels;
    for (int i = from; i < to; i++) {
      line(x, xOff + source(s, i), row, s.channels, s.out[2], y, yOff + i * line);
    }
  }

  private static void line(
      float[] x, int xOff, int row, int channels, int pixels, float[] y, int yOff) {
    int at = xOff;
    int to = yOff;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c += LANES) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, at + c);
        FloatVector b = FloatVector.fromArray(SPECIES, x, at + channels + c);
        FloatVector u = FloatVector.fromArray(SPECIES, x, at + row + c);
        FloatVector v = FloatVector.fromArray(SPECIES, x, at + row + channels + c);
        a.max(b).max(u.max(v)).intoArray(y, to + c);
      }
      at += 2 * channels;
      to += channels;
    }
  }

  /**
   * Computes the gradient of images {@code [from, to)}, which goes to the first largest element.
   */
  static void gradient(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int from,
      int to) {
    int row = s.in[2] * s.channels;
    int line = s.out[2] * s.channels;
    int lines = s.out[0] * s.out[1];
    int planes = s.in[0];
    for (int i = from * lines; i < to * lines; i++) {
      int at = source(s, i);
      int p = i * line;
      spread(x, xOff + at, row, s.channels, s.out[2], y, yOff + p, dy, dyOff + p, dx, dxOff + at);
      // After the last window of both rows.
      int end = dxOff + at + 2 * line;
      Arrays.fill(dx, end, dxOff + at + row, 0f);
      Arrays.fill(dx, end + row, dxOff + at + 2 * row, 0f);
    }
    // Rows below the last window.
    for (int plane = from * planes; plane < to * planes; plane++) {
      int begin = dxOff + (plane * s.in[1] + 2 * s.out[1]) * row;
      Arrays.fill(dx, begin, dxOff + (plane + 1) * s.in[1] * row, 0f);
    }
  }

  private static void spread(
      float[] x,
      int xOff,
      int row,
      int channels,
      int pixels,
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int p = 0; p < pixels; p++) {
      int at = 2 * p * channels;
      for (int c = 0; c < channels; c += LANES) {
        FloatVector largest = FloatVector.fromArray(SPECIES, y, yOff + p * channels + c);
        FloatVector left = FloatVector.fromArray(SPECIES, dy, dyOff + p * channels + c);
        int i = at + c;
        VectorMask<Float> hit =
            FloatVector.fromArray(SPECIES, x, xOff + i).compare(VectorOperators.EQ, largest);
        zero.blend(left, hit).intoArray(dx, dxOff + i);
        left = left.blend(zero, hit);
        i += channels;
        hit = FloatVector.fromArray(SPECIES, x, xOff + i).compare(VectorOperators.EQ, largest);
        zero.blend(left, hit).intoArray(dx, dxOff + i);
        left = left.blend(zero, hit);
        i += row - channels;
        hit = FloatVector.fromArray(SPECIES, x, xOff + i).compare(VectorOperators.EQ, largest);
        zero.blend(left, hit).intoArray(dx, dxOff + i);
        left = left.blend(zero, hit);
        i += channels;
        hit = FloatVector.fromArray(SPECIES, x, xOff + i).compare(VectorOperators.EQ, largest);
        zero.blend(left, hit).intoArray(dx, dxOff + i);
      }
    }
  }
}
