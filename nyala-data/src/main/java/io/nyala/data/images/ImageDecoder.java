// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import io.nyala.limits.LimitException;
import io.nyala.limits.Limits;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes JPEG, PNG, BMP and GIF files into pixel values, with the JDK's decoders. */
final class ImageDecoder {
  /**
   * More pixels per byte than any of the formats can store (zlib compresses at most 1,032 bytes of
   * eight pixels each to one byte), so that a damaged or malicious header cannot claim all memory.
   */
  private static final long MOST_PIXELS_IN_A_BYTE = 8300;

  /** Each scan passes over the whole image again. */
  private static final int MOST_SCANS = 100;

  private static final int BITMAP_COMPRESSION = 30;
  private static final int COLOURS = 3;
  private static final int INKS = 4;

  static {
    // Without this, the JDK would copy each file to a temporary file on disk.
    ImageIO.setUseCache(false);
  }

  private ImageDecoder() {}

  /**
   * Decodes a file; of an animation, the first frame.
   *
   * @param source the name of the source in messages
   * @param channels the number of channels of the result, 0 for those of the file
   * @param file the bytes of the file
   * @throws DataException if it is not such an image, is truncated or damaged, or is too large for
   *     {@link Limits}
   */
  static Pixels decode(String source, int channels, byte... file) {
    ImageFormat format = ImageFormat.of(file);
    if (format == null) {
      throw new DataException(
          "%s: expected an image (%s), got %s"
              .formatted(source, ImageFormat.NAMES, ImageFormat.describe(file)));
    }
    JpegStructure jpeg = format == ImageFormat.JPEG ? JpegStructure.of(file) : null;
    if (jpeg != null && !jpeg.complete()) {
      throw new DataException(
          "%s: the JPEG file is truncated: it ends after %,d bytes without an end marker"
              .formatted(source, file.length));
    }
    checkStructure(source, format, jpeg, file);
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      GifStructure gif = format == ImageFormat.GIF ? GifStructure.of(file) : GifStructure.NONE;
      long height = gif.heightWith(reader.getHeight(0));
      long width = gif.widthWith(reader.getWidth(0));
      Limits limits = Limits.inForce();
      limits.checkPixels(height, width, source);
      if (pixels > MOST_PIXELS_IN_A_BYTE * file.length) {
        throw damaged(
            source,
            format,
            "the header claims %,d x %,d pixels, which do not fit into %,d bytes"
                .formatted(reader.getHeight(0), reader.getWidth(0), file.length),
            null);
      }
      ImageMemory memory =
          jpeg != null ? ImageMemory.ofJpeg(jpeg.components()) : ImageMemory.of(reader);
      limits.checkMemory(file.length + memory.most(height * width, channels), source);
      Pixels read =
          switch (format) {
            case JPEG -> jpeg(reader, jpeg, channels);
            case PNG -> png(reader, PngStructure.of(file), channels);
            case GIF -> gif.screen(Pixels.of(reader.read(0), false));
            case BMP -> {
              Pixels opaque = Bitmap.opaque(file);
              yield opaque == null ? Pixels.of(reader.read(0), false) : opaque;
            }
          };
      warnings.stream()
          .filter(w -> jpeg != null && isDamage(w))
          .findFirst()
          .ifPresent(
              w -> {
                throw damaged(source, format, w, null);
              });
      return read;
    } catch (DataException e) {
      throw e;
    } catch (LimitException e) {
      throw new DataException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      // The decoders throw many kinds of exceptions for damaged files.
      throw damaged(source, format, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** Rejects files that would be decoded incorrectly or take far too long. */
  private static void checkStructure(
      String source, ImageFormat format, JpegStructure jpeg, byte... file) {
    if (jpeg != null && jpeg.scans() > MOST_SCANS) {
      throw damaged(
          source,
          format,
          ("it has %,d scans; a normal file has about ten").formatted(jpeg.scans()),
          null);
    }
    int compression = file.length > BITMAP_COMPRESSION ? file[BITMAP_COMPRESSION] : 0;
    if (format == ImageFormat.BMP && (compression == 4 || compression == 5)) {
      throw new DataException(
          "%s: a bitmap that contains a %s file; extract that file"
              .formatted(source, compression == 4 ? "JPEG" : "PNG"));
    }
  }

  private static Pixels jpeg(ImageReader reader, JpegStructure jpeg, int channels)
      throws IOException {
    if (jpeg.components() == INKS) {
      return printed(reader.readRaster(0, null), jpeg.adobeTransform());
    }
    // Grey is stored as a separate component, so it need not be computed from the colours.
    return channels == 1 && jpeg.hasLuminance()
        ? Pixels.interleaved(reader.readRaster(0, null), 1)
        : Pixels.of(reader.read(0), false);
  }

  private static Pixels png(ImageReader reader, PngStructure png, int channels) throws IOException {
    Pixels read = Pixels.of(reader.read(0), channels == 1);
    int clear = png.transparentLevel();
    return (clear < 0 ? read : read.clearAt(clear)).own(png.own());
  }

  /** Returns whether a warning of libjpeg means wrong pixels, not merely superfluous data. */
  private static boolean isDamage(String warning) {
    return warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous")
        || warning.startsWith("Premature end");
  }

  private static DataException damaged(
      String source, ImageFormat format, String why, Exception cause) {
    return new DataException(
        "%s: the %s file is damaged or truncated: %s".formatted(source, format, why), cause);
  }

  /** Converts CMYK to RGB approximately: the light that the inks do not absorb. */
  private static Pixels printed(Raster raster, int transform) {
    Pixels inks = Pixels.interleaved(raster, INKS);
    int count = inks.height() * inks.width();
    byte[] levels = new byte[count * COLOURS];
    for (int i = 0; i < count; i++) {
      int a = inks.levels()[INKS * i] & 0xff;
      int b = inks.levels()[INKS * i + 1] & 0xff;
      int c = inks.levels()[INKS * i + 2] & 0xff;
      int light = inks.levels()[INKS * i + 3] & 0xff;
      if (transform == 2) {
        double blue = b - 128;
        double red = c - 128;
        int y = a;
        a = level(y + 1.402 * red);
        b = level(y - 0.344136 * blue - 0.714136 * red);
        c = level(y + 1.772 * blue);
      }
      // Adobe's files store the remaining light, others the amount of ink.
      boolean inverted = transform >= 0;
      int at = COLOURS * i;
      levels[at] = light(a, light, inverted);
      levels[at + 1] = light(b, light, inverted);
      levels[at + 2] = light(c, light, inverted);
    }
    return new Pixels(inks.height(), inks.width(), COLOURS, COLOURS, levels);
  }

  private static byte light(int colour, int black, boolean inverted) {
    return (byte) (inverted ? colour * black / 255 : (255 - colour) * (255 - black) / 255);
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}
