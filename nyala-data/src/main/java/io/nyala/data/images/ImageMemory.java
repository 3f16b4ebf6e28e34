// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * The number of bytes per pixel in each step from a file to a tensor.
 *
 * @param raster the bytes in the raster of the decoder
 * @param between the bytes of an intermediate copy, unless the raster has interleaved bytes
 * @param channels the number of channels, one byte each
 */
record ImageMemory(double raster, int between, int channels) {
  private static final int COLOURS_AND_OPACITY = 4;
  private static final int BYTE_BITS = 8;

  /** Returns the memory of a JPEG image with the given number of components. */
  static ImageMemory ofJpeg(int components) {
    return new ImageMemory(components, 0, components);
  }

  /** Returns the memory of an image of another format, from its header. */
  static ImageMemory of(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      return ofJpeg(COLOURS_AND_OPACITY);
    }
    ImageTypeSpecifier type = types.next();
    ColorModel colours = type.getColorModel();
    boolean bytes =
        type.getSampleModel() instanceof PixelInterleavedSampleModel
            && colours.getComponentSize(0) == BYTE_BITS
            && !(colours instanceof IndexColorModel);
    int channels = colours instanceof IndexColorModel ? COLOURS_AND_OPACITY : type.getNumBands();
    double raster = colours.getPixelSize() / (double) BYTE_BITS;
    return new ImageMemory(raster, bytes ? 0 : Integer.BYTES * type.getNumBands(), channels);
  }

  /**
   * Returns the maximum number of bytes per pixel at any time.
   *
   * @param wanted the channels of the tensor, 0 for those of the file
   */
  long most(long pixels, int wanted) {
    double decoding = raster + between + channels;
    double converting = channels + Float.BYTES * (double) (wanted == 0 ? channels : wanted);
    return (long) (pixels * Math.max(decoding, converting));
  }
}
