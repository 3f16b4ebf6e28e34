// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Pixel values from 0 to 255 as stored in a file, row by row, with interleaved channels.
 *
 * @param height the number of rows
 * @param width the number of columns
 * @param channels 1 for grey, 2 for grey and alpha, 3 for red, green and blue, 4 for these and
 *     alpha
 * @param own the number of channels that TensorFlow reads from the file
 * @param levels the values of all pixels
 */
record Pixels(int height, int width, int channels, int own, byte[] levels) {
  private static final int BYTE_BITS = 8;

  /** The weights of the colours in grey, in units of 1/32,768, as in libpng. */
  private static final int RED = 9797;

  private static final int GREEN = 19234;
  private static final int BLUE = 3737;
  private static final int WHOLE_BITS = 15;

  /**
   * Returns the pixels of an image. Colour profiles and alpha are not applied.
   *
   * @param grey whether only grey values will be used
   */
  static Pixels of(BufferedImage image, boolean grey) {
    ColorModel colours = image.getColorModel();
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    boolean bytes = raster.getSampleModel() instanceof PixelInterleavedSampleModel;
    if (colours instanceof IndexColorModel palette) {
      return indexed(raster, palette);
    }
    if (bytes && raster.getDataBuffer() instanceof DataBufferByte) {
      return interleaved(raster, bands);
    }
    return bands == 1 || bands == 2 || colours.getComponentSize(0) > BYTE_BITS
        ? deep(raster, grey)
        : packed(image);
  }

  /** Copies the bytes of the first channels of a raster, in any order of storage. */
  static Pixels interleaved(Raster raster, int channels) {
    PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
    byte[] from = ((DataBufferByte) raster.getDataBuffer()).getData();
    int height = raster.getHeight();
    int width = raster.getWidth();
    byte[] levels = new byte[height * width * channels];
    int origin = raster.getDataBuffer().getOffset();
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        int at = origin + y * model.getScanlineStride() + model.getBandOffsets()[c];
        int to = y * width * channels + c;
        for (int x = 0; x < width; x++) {
          levels[to] = from[at];
          at += model.getPixelStride();
          to += channels;
        }
      }
    }
    return new Pixels(height, width, channels, channels, levels);
  }

  private static Pixels indexed(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int[] indices = raster.getSamples(0, 0, width, raster.getHeight(), 0, (int[]) null);
    int channels = 4;
    byte[] levels = new byte[indices.length * channels];
    for (int i = 0; i < indices.length; i++) {
      int at = i * channels;
      levels[at] = (byte) palette.getRed(indices[i]);
      levels[at + 1] = (byte) palette.getGreen(indices[i]);
      levels[at + 2] = (byte) palette.getBlue(indices[i]);
      levels[at + 3] = (byte) palette.getAlpha(indices[i]);
    }
    return new Pixels(raster.getHeight(), width, channels, isGrey(palette) ? 1 : 3, levels);
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  /** Values of more than eight bits are reduced to the upper eight, as in TensorFlow. */
  private static Pixels deep(Raster raster, boolean grey) {
    int channels = raster.getNumBands();
    int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
    if (grey && channels > 2) {
      // Computed before the lower bits are dropped, and rounded, as in libpng.
      byte[] levels = new byte[samples.length / channels];
      for (int i = 0; i < levels.length; i++) {
        int at = i * channels;
        int sum = RED * samples[at] + GREEN * samples[at + 1] + BLUE * samples[at + 2];
        levels[i] = (byte) (sum + (1 << WHOLE_BITS - 1) >>> WHOLE_BITS + BYTE_BITS);
      }
      return new Pixels(raster.getHeight(), raster.getWidth(), 1, 1, levels);
    }
    byte[] levels = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      int bits = raster.getSampleModel().getSampleSize(i % channels);
      levels[i] =
          (byte)
              (bits >= BYTE_BITS
                  ? samples[i] >>> bits - BYTE_BITS
                  : samples[i] * 255 / ((1 << bits) - 1));
    }
    return new Pixels(raster.getHeight(), raster.getWidth(), channels, channels, levels);
  }

  /** Reads colours packed into integers, as in bitmaps. */
  private static Pixels packed(BufferedImage image) {
    int width = image.getWidth();
    int[] argb = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    int channels = image.getColorModel().hasAlpha() ? 4 : 3;
    byte[] levels = new byte[argb.length * channels];
    for (int i = 0; i < argb.length; i++) {
      levels[i * channels] = (byte) (argb[i] >>> 16);
      levels[i * channels + 1] = (byte) (argb[i] >>> 8);
      levels[i * channels + 2] = (byte) argb[i];
      if (channels == 4) {
        levels[i * channels + 3] = (byte) (argb[i] >>> 24);
      }
    }
    return new Pixels(image.getHeight(), width, channels, channels, levels);
  }

  /**
   * Returns the same pixels with another number of channels that TensorFlow reads from the file.
   */
  Pixels own(int newOwn) {
    return new Pixels(height, width, channels, newOwn, levels);
  }

  /** Returns grey with alpha: transparent where grey has this value, opaque elsewhere. */
  Pixels clearAt(int level) {
    byte[] both = new byte[2 * height * width];
    for (int i = 0; i < both.length; i += 2) {
      both[i] = levels[i / 2 * channels];
      both[i + 1] = (byte) ((both[i] & 0xff) == level ? 0 : 255);
    }
    return new Pixels(height, width, 2, own, both);
  }

  /**
   * Returns the image as numbers.
   *
   * @param wanted the number of channels, 1, 3 or 4, or 0 for those of the file; colours are
   *     converted to grey by luminance (ITU-R 601), grey is repeated, alpha is dropped or set to
   *     255
   */
  Tensor tensor(int wanted) {
    int target = wanted == 0 ? own : wanted;
    int count = height * width;
    float[] values = new float[Math.multiplyExact(count, target)];
    for (int i = 0; i < count; i++) {
      int at = i * channels;
      int to = i * target;
      int red = levels[at] & 0xff;
      int green = channels > 2 ? levels[at + 1] & 0xff : red;
      int blue = channels > 2 ? levels[at + 2] & 0xff : red;
      int opacity = channels % 2 == 0 ? levels[at + channels - 1] & 0xff : 255;
      if (target < 3) {
        values[to] = channels > 2 ? luminance(red, green, blue) : red;
      } else {
        values[to] = red;
        values[to + 1] = green;
        values[to + 2] = blue;
      }
      if (target % 2 == 0) {
        values[to + target - 1] = opacity;
      }
    }
    return Tensor.of(Shape.of(height, width, target), values);
  }

  private static int luminance(int red, int green, int blue) {
    return RED * red + GREEN * green + BLUE * blue >> WHOLE_BITS;
  }
}
