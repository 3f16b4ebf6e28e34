// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.PerThread;
import io.nyala.kernel.vector.base.Caps;
import io.nyala.kernel.vector.base.Scratch;
import io.nyala.kernel.vector.base.Transpose;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.convolution.tiles.WinogradLoops;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Convolutions with 3 x 3 kernels by Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin and Gray
 * 2016): a tile of 2 x 2 elements of the destination takes 16 products for each pair of channels
 * instead of 36, after additions have transformed the kernel and each patch of 4 x 4 elements of
 * the source. For each of the 16 points, tiles and channels form a matrix product.
 *
 * <p>Tiles begin at even lines and columns of each image, and every element is computed from its
 * own tile, so that the bits do not depend on how the work is split. Sums have another order than
 * in a direct convolution and their terms are up to four times as large. NaN and infinity spread
 * over their tile.
 */
public final class Winograd {
  /** Points of a transformed patch. */
  static final int POINTS = 16;

  private static final int PATCH = 4;
  private static final int TAPS = 3;

  /** With more channels than this, the transformed patches of a block do not fit the cache. */
  static final int MOST_CHANNELS = 256;

  /** Transformed elements of a block of tiles: 256 KB. */
  private static final int BLOCK = 1 << 16;

  /** The number of tiles of a block is a multiple of this, so that it suits every register tile. */
  private static final int GROUP = 24;

  private static final int MOST_TILES = 96;

  /**
   * A gap of one cache line, in floats, between the points, which would otherwise share a cache
   * set.
   */
  private static final int GAP = 16;

  private static final PerThread<Winograd> OF_THREAD = new PerThread<>(Winograd::new);

  /** The signature of {@link WinogradLoops#patch}. */
  public interface Patch {
    void run(float[] x, int xOff, int row, int column, int n, float[] y, int yOff, int stride);
  }

  /** The signature of {@link WinogradLoops#kernel}. */
  public interface Kernel {
    void run(float[] g, int gOff, int tap, int n, float[] y, int yOff, int stride);
  }

  /** The signature of {@link WinogradLoops#tile}. */
  public interface Tile {
    void run(
        float[] m,
        int mOff,
        int stride,
        int width,
        float[] bias,
        int biasOff,
        float cap,
        boolean top,
        boolean bottom,
        boolean right,
        float[] y,
        int yOff,
        int row,
        int column);
  }

  private static final MethodHandle[] PATCHES = {Unit.of(Patch.class, WinogradLoops::patch)};
  private static final MethodHandle[] KERNELS = {Unit.of(Kernel.class, WinogradLoops::kernel)};
  private static final MethodHandle[] TILES = {Unit.of(Tile.class, WinogradLoops::tile)};

  private final float[] zeros = new float[4 * LANES];
  private final int[] tile = new int[MOST_TILES];
  private final int[] in = new int[MOST_TILES];
  private final int[] out = new int[MOST_TILES];
  private final float[] patch = new float[POINTS * MOST_CHANNELS];
  private float[] source = {};
  private float[] product = {};
  private float[] kernel = {};

  private Winograd() {}

  /** Returns the number of tiles along an axis. */
  static int tiles(ConvolutionWalk.Axis axis) {
    return (axis.dest + 1) / 2;
  }

  /** Returns the size of a transformed kernel. */
  static int packedSize(ConvolutionWalk w) {
    return POINTS * w.sourceChannels * w.destChannels;
  }

  /** Transforms a kernel: for each point, panels like those of {@link ConvolutionPacking}. */
  static void pack(
      ConvolutionWalk w,
      boolean backward,
      float[] weights,
      int weightsOff,
      float[] packed,
      int packedOff) {
    int rows = w.sourceChannels;
    int columns = w.destChannels;
    float[] from = weights;
    int at = weightsOff;
    if (backward) {
      // The kernel is (tap, dest, source), and reversed.
      Winograd room = OF_THREAD.get();
      room.kernel = atLeast(room.kernel, TAPS * TAPS * rows * columns);
      for (int i = 0; i < TAPS * TAPS; i++) {
        Transpose.transpose(
            weights,
            weightsOff + (TAPS * TAPS - 1 - i) * rows * columns,
            rows,
            columns,
            rows,
            room.kernel,
            i * rows * columns,
            columns,
            Scratch.get().square);
      }
      from = room.kernel;
      at = 0;
    }
    int width;
    for (int j = 0; j < columns; j += width) {
      width = ConvolutionPacking.width(columns - j);
      for (int r = 0; r < rows; r++) {
        int to = packedOff + j * rows + r * width;
        try {
          KERNELS[0].invokeExact(
              from, at + r * columns + j, rows * columns, width, packed, to, rows * columns);
        } catch (Throwable e) {
          throw Unit.rethrow(e);
        }
      }
    }
  }

  private static float[] atLeast(float[] room, int n) {
    return room.length < n ? new float[n] : room;
  }

  /** Computes lines {@code [from, to)} of the destination. */
  static void convolve(
      ConvolutionWalk w,
      float[] x,
      int xOff,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      float cap,
      float[] y,
      int yOff,
      int from,
      int to) {
    Winograd room = OF_THREAD.get();
    int height = w.axes[1].dest;
    int across = tiles(w.axes[2]);
    int channels = w.sourceChannels;
    int most = mostTiles(channels);
    room.reserve(w, most);
    int n = 0;
    int line = from;
    while (line < to) {
      int image = line / height;
      int begin = line % height;
      int end = Math.min(height, begin + to - line);
      for (int row = begin / 2; row < (end + 1) / 2; row++) {
        for (int column = 0; column < across; column++) {
          room.tile[n] = (image * tiles(w.axes[1]) + row) * across + column;
          transform(
              w,
              image,
              row,
              column,
              x,
              xOff,
              channels,
              room.source,
              n * channels,
              most * channels + GAP);
          n++;
          if (n == most) {
            room.multiply(w, n, most, packed, packedOff, bias, biasOff, cap, y, yOff, from, to);
            n = 0;
          }
        }
      }
      line += end - begin;
    }
    if (n > 0) {
      room.multiply(w, n, most, packed, packedOff, bias, biasOff, cap, y, yOff, from, to);
    }
  }

  private static int mostTiles(int channels) {
    int groups = Math.max(1, BLOCK / (POINTS * GROUP * channels));
    return Math.min(MOST_TILES, groups * GROUP);
  }

  private void reserve(ConvolutionWalk w, int most) {
    source = atLeast(source, POINTS * (most * w.sourceChannels + GAP));
    product = atLeast(product, POINTS * (most * 4 * LANES + GAP));
    for (int i = 0; i < most; i++) {
      in[i] = i * w.sourceChannels;
    }
  }

  /**
   * Transforms some channels of the patch of a tile.
   *
   * @param row the row of the tile
   * @param column the column of the tile
   * @param xOff where those channels begin
   */
  static void transform(
      ConvolutionWalk w,
      int image,
      int row,
      int column,
      float[] x,
      int xOff,
      int channels,
      float[] to,
      int toOff,
      int stride) {
    int pixel = w.sourceChannels;
    int height = w.axes[1].source;
    int width = w.axes[2].source;
    int top = row * 2 + w.axes[1].deltas[0][0];
    int left = column * 2 + w.axes[2].deltas[0][0];
    int at = xOff + ((image * height + top) * width + left) * pixel;
    if (top >= 0 && left >= 0 && top + PATCH <= height && left + PATCH <= width) {
      transform(x, at, width * pixel, pixel, channels, to, toOff, stride);
      return;
    }
    float[] patch = OF_THREAD.get().patch;
    Arrays.fill(patch, 0, POINTS * channels, 0f);
    for (int i = Math.max(0, -top); i < Math.min(PATCH, height - top); i++) {
      for (int j = Math.max(0, -left); j < Math.min(PATCH, width - left); j++) {
        int from = at + (i * width + j) * pixel;
        System.arraycopy(x, from, patch, (i * PATCH + j) * channels, channels);
      }
    }
    transform(patch, 0, PATCH * channels, channels, channels, to, toOff, stride);
  }

  private static void transform(
      float[] x, int at, int row, int column, int n, float[] to, int toOff, int stride) {
    try {
      PATCHES[0].invokeExact(x, at, row, column, n, to, toOff, stride);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  /** Multiplies a block of tiles with the kernel, panel by panel, and transforms the products. */
  private void multiply(
      ConvolutionWalk w,
      int n,
      int most,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      float cap,
      float[] y,
      int yOff,
      int from,
      int to) {
    int rows = w.sourceChannels;
    int columns = w.destChannels;
    int width;
    for (int j = 0; j < columns; j += width) {
      width = ConvolutionPacking.width(columns - j);
      int stride = most * width + GAP;
      for (int i = 0; i < most; i++) {
        out[i] = i * width;
      }
      for (int k = 0; k < POINTS; k++) {
        ConvolutionPanels.tiles(
            width,
            n,
            rows,
            source,
            k * (most * rows + GAP),
            in,
            out,
            packed,
            packedOff + k * rows * columns + j * rows,
            zeros,
            0,
            0,
            Caps.NONE,
            product,
            k * stride);
      }
      for (int i = 0; i < n; i++) {
        store(w, i, width, stride, j, bias, biasOff, cap, y, yOff, from, to);
      }
    }
  }

  /** Writes the valid part of a tile: some tiles extend beyond the image or the lines. */
  private void store(
      ConvolutionWalk w,
      int i,
      int width,
      int stride,
      int channel,
      float[] bias,
      int biasOff,
      float cap,
      float[] y,
      int yOff,
      int from,
      int to) {
    int across = tiles(w.axes[2]);
    int down = tiles(w.axes[1]);
    int row = tile[i] / across % down * 2;
    int column = tile[i] % across * 2;
    int line = tile[i] / across / down * w.axes[1].dest + row;
    int columns = w.axes[2].dest;
    boolean top = line >= from;
    boolean bottom = row + 1 < w.axes[1].dest && line + 1 < to;
    boolean right = column + 1 < columns;
    int at = yOff + (line * columns + column) * w.destChannels + channel;
    float[] start = bias == null ? zeros : bias;
    int startAt = bias == null ? 0 : biasOff + channel;
    try {
      TILES[0].invokeExact(
          product,
          i * width,
          stride,
          width,
          start,
          startAt,
          cap,
          top,
          bottom,
          right,
          y,
          at,
          columns * w.destChannels,
          w.destChannels);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }
}
