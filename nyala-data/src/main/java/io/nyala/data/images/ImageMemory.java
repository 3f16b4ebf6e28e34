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
 * How many bytes a pixel takes on its way from a file to a tensor.
 *
 * @param raster as the decoder gives it
 * @param between while it is brought to levels, if it has another form than bytes side by side
 * @param channels levels, of a byte each
 */
record ImageMemory(double raster, int between, int channels) {
  private static final int COLOURS_AND_OPACITY = 4;
  private static final int BYTE_BITS = 8;

  /** Returns what a JPEG image of so many components takes. */
  static ImageMemory ofJpeg(int components) {
    return new ImageMemory(components, 0, components);
  }

  /** Looks at the header of an image of another format. */
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
   * Returns the most bytes that are there at once.
   *
   * @param wanted channels of the tensor, 0 for those that there are
   */
  long most(long pixels, int wanted) {
    double decoding = raster + between + channels;
    double converting = channels + Float.BYTES * (double) (wanted == 0 ? channels : wanted);
    return (long) (pixels * Math.max(decoding, converting));
  }
}
