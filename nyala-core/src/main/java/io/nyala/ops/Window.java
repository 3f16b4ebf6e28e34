// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A window that slides over the spatial axes of {@code (batch, space..., channels)}, described by
 * one number for each spatial axis. {@code Window.of(3, 3).withStride(2).same(x.shape())} is
 * Keras's 3 x 3 kernel with strides of 2 and padding "same".
 *
 * @param size the extent of the window
 * @param stride the distance between windows
 * @param dilation the distance between the positions of a window
 * @param before the padding at the beginning
 * @param after the padding at the end
 */
public record Window(
    List<Integer> size,
    List<Integer> stride,
    List<Integer> dilation,
    List<Integer> before,
    List<Integer> after) {

  /**
   * Copies the lists.
   *
   * @throws ShapeException if a number is below 1, or the window has more than 2^31-1 positions
   */
  public Window {
    size = List.copyOf(size);
    stride = List.copyOf(stride);
    dilation = List.copyOf(dilation);
    before = List.copyOf(before);
    after = List.copyOf(after);
    for (int i = 0; i < size.size(); i++) {
      if (size.get(i) < 1 || stride.get(i) < 1 || dilation.get(i) < 1) {
        throw new ShapeException(
            "window %s, stride %s, dilation %s: all must be at least 1"
                .formatted(size, stride, dilation));
      }
    }
    positions(size);
  }

  /** Returns a window of the given size with stride 1, without dilation or padding. */
  public static Window of(int... size) {
    int n = size.length;
    List<Integer> ones = Collections.nCopies(n, 1);
    List<Integer> none = Collections.nCopies(n, 0);
    return new Window(perAxis(size, n), ones, ones, none, none);
  }

  /** Returns this window with another stride: one number for all axes or one for each. */
  public Window withStride(int... newStride) {
    return new Window(size, perAxis(newStride, rank()), dilation, before, after);
  }

  /** Returns this window with another dilation: one number for all axes or one for each. */
  public Window withDilation(int... newDilation) {
    return new Window(size, stride, perAxis(newDilation, rank()), before, after);
  }

  /**
   * Returns this window with the padding around x that gives one window for each stride; an odd
   * element is added at the end. Axes of unknown extent get no padding.
   *
   * @param x {@code (batch, space..., channels)}
   */
  public Window same(Shape x) {
    List<Integer> lo = new ArrayList<>();
    List<Integer> hi = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      int extent = x.dim(i + 1);
      int step = stride.get(i);
      long reach = (Math.ceilDiv(extent, step) - 1L) * step + span(i);
      int total = extent == Shape.UNKNOWN ? 0 : Shape.extent(Math.max(0, reach - extent));
      lo.add(total / 2);
      hi.add(total - total / 2);
    }
    return new Window(size, stride, dilation, lo, hi);
  }

  /**
   * Returns this window with all padding at the beginning, so that no window reads elements after
   * it.
   */
  public Window causal() {
    List<Integer> lo = IntStream.range(0, rank()).mapToObj(i -> span(i) - 1).toList();
    return new Window(size, stride, dilation, lo, Collections.nCopies(rank(), 0));
  }

  private static List<Integer> perAxis(int[] numbers, int rank) {
    if (numbers.length != 1 && numbers.length != rank) {
      throw new ShapeException(
          "expected one number for all axes of the window or %d, got %s"
              .formatted(rank, Arrays.toString(numbers)));
    }
    return IntStream.range(0, rank).mapToObj(i -> numbers[numbers.length == 1 ? 0 : i]).toList();
  }

  /** Returns the number of spatial axes. */
  public int rank() {
    return size.size();
  }

  /** Returns the number of positions in a window. */
  public int positions() {
    return positions(size);
  }

  private static int positions(List<Integer> size) {
    return Shape.of(size.stream().mapToInt(i -> i).toArray()).size();
  }

  /** Returns whether the windows have no gaps, no overlaps, no dilation and no padding. */
  public boolean isDisjoint() {
    return stride.equals(size)
        && dilation.stream().allMatch(d -> d == 1)
        && before.stream().allMatch(p -> p == 0)
        && after.stream().allMatch(p -> p == 0);
  }

  /** Returns the extent that a window covers on an axis, including gaps. */
  public int span(int axis) {
    return Shape.extent((size.get(axis) - 1L) * dilation.get(axis) + 1);
  }

  /**
   * Returns the shape of the result of windows over x.
   *
   * @throws ShapeException if the rank of x differs, or no window fits
   */
  public Shape over(Shape x, int channels) {
    if (x.rank() != rank() + 2) {
      throw new ShapeException(
          "expected (batch, %d spatial axes, channels), got %s".formatted(rank(), x));
    }
    Shape out = x.with(-1, channels);
    for (int i = 0; i < rank(); i++) {
      int extent = x.dim(i + 1);
      if (extent == Shape.UNKNOWN) {
        continue;
      }
      long padded = (long) extent + before.get(i) + after.get(i);
      if (padded < span(i)) {
        throw new ShapeException(
            "a window of %d positions does not fit into the %d positions of axis %d of %s"
                .formatted(span(i), extent, i + 1, x));
      }
      out = out.with(i + 1, Shape.extent((padded - span(i)) / stride.get(i) + 1));
    }
    return out;
  }

  /** Returns x with the padding around it. */
  Value pad(Value x, float value) {
    List<Integer> lo = new ArrayList<>(List.of(0));
    lo.addAll(before);
    lo.add(0);
    List<Integer> hi = new ArrayList<>(List.of(0));
    hi.addAll(after);
    hi.add(0);
    boolean none = Collections.max(lo) == 0 && Collections.max(hi) == 0;
    return none ? x : Node.apply(new Primitive.Pad(lo, hi, value), x);
  }

  /**
   * Returns the elements at one position of every window.
   *
   * @param padded x with its padding
   * @param position the position in the window, in row-major order
   * @param out the shape of the result, except for the channels
   */
  Value at(Value padded, int position, Shape out) {
    Value y = padded;
    int rest = position;
    for (int i = rank() - 1; i >= 0; i--) {
      int at = rest % size.get(i);
      rest /= size.get(i);
      y = Ops.slice(y, i + 1, at * dilation.get(i), out.dim(i + 1), stride.get(i));
    }
    return y;
  }

  /**
   * Returns the inverse of {@link #at}: y at the elements that it reads, zeros elsewhere.
   *
   * @param y the elements at one position of every window
   * @param x the shape of the windows' operand, without padding
   */
  Value spread(Value y, int position, Shape x) {
    Value wide = y;
    int rest = position;
    for (int i = rank() - 1; i >= 0; i--) {
      int axis = i + 1;
      int step = stride.get(i);
      int n = y.shape().dim(axis);
      int begin = rest % size.get(i) * dilation.get(i);
      rest /= size.get(i);
      if (step > 1) {
        Shape whole = wide.shape().with(axis, Shape.extent((long) n * step));
        wide = Ops.pad(Ops.expandDims(wide, axis + 1), axis + 1, 0, step - 1, 0);
        wide = Ops.slice(Ops.reshape(wide, whole), axis, 0, (n - 1) * step + 1);
      }
      int extent = Shape.extent((long) x.dim(axis) + before.get(i) + after.get(i));
      wide = Ops.pad(wide, axis, begin, extent - begin - wide.shape().dim(axis), 0);
    }
    return wide;
  }

  /** Returns a padded value of shape x without its padding. */
  Value crop(Value padded, Shape x) {
    Value y = padded;
    for (int i = 0; i < rank(); i++) {
      y = Ops.slice(y, i + 1, before.get(i), x.dim(i + 1));
    }
    return y;
  }
}
