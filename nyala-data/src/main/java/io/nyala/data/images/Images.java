// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import io.nyala.files.AtomicFile;
import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import io.nyala.limits.Limits;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Reads, resizes and writes single images as tensors {@code (height, width, channels)} with values
 * from 0 to 255.
 *
 * <p>Values are those in the file: as in Keras and TensorFlow, alpha, colour profiles and
 * orientation are not applied; {@link #loadUpright} rotates photographs. For animations, only the
 * first frame is read, with transparent pixels black.
 */
public final class Images {
  private static final int COLOURS = 3;
  private static final int COLOURS_AND_OPACITY = 4;
  private static final float BRIGHTEST = 255;

  private Images() {}

  /**
   * Reads a JPEG, PNG, BMP or GIF file as red, green and blue.
   *
   * @return float32 {@code (height, width, 3)}, 0 to 255
   * @throws DataException if the file does not exist, is not such an image, is truncated or
   *     damaged, or is too large for {@link Limits}
   */
  public static Tensor load(Path file) {
    return load(file, COLOURS);
  }

  /**
   * Reads a JPEG, PNG, BMP or GIF file.
   *
   * @param channels 1 for grey, 3 for red, green and blue, 4 for these and alpha, 0 for the
   *     channels of the file
   * @return float32 {@code (height, width, channels)}, 0 to 255
   * @throws DataException if the file does not exist, is not such an image, is truncated or
   *     damaged, or is too large for {@link Limits}
   */
  public static Tensor load(Path file, int channels) {
    checkChannels(channels);
    return load(file, channels, false);
  }

  /**
   * Reads a file like {@link #load(Path, int)} and rotates the image by the EXIF orientation (1 to
   * 8) of JPEG and PNG files.
   */
  public static Tensor loadUpright(Path file, int channels) {
    checkChannels(channels);
    return load(file, channels, true);
  }

  private static Tensor load(Path file, int channels, boolean upright) {
    try {
      byte[] bytes = bytes(file);
      Pixels read = ImageDecoder.decode(file.toString(), channels, bytes);
      int held = upright ? Orientation.of(ImageFormat.of(bytes), bytes) : Orientation.UPRIGHT;
      return Orientation.upright(read, held).tensor(channels);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the bytes of a JPEG, PNG, BMP or GIF file; otherwise as {@link #load(Path, int)}.
   *
   * @param source the name of the source in messages
   */
  public static Tensor decode(String source, byte[] bytes, int channels) {
    checkChannels(channels);
    return ImageDecoder.decode(source, channels, bytes).tensor(channels);
  }

  /** Reads the bytes of a file like {@link #decode}, and rotates as {@link #loadUpright} does. */
  public static Tensor decodeUpright(String source, byte[] bytes, int channels) {
    checkChannels(channels);
    Pixels read = ImageDecoder.decode(source, channels, bytes);
    int held = Orientation.of(ImageFormat.of(bytes), bytes);
    return Orientation.upright(read, held).tensor(channels);
  }

  /** Reads a file if it fits into memory. */
  static byte[] bytes(Path file) throws IOException {
    Limits.inForce().checkMemory(Files.size(file), file.toString());
    return Files.readAllBytes(file);
  }

  /**
   * Makes an image of raw pixels.
   *
   * @param pixels the values of all pixels, row by row: grey; grey and alpha; red, green and blue;
   *     or these and alpha
   * @param height the number of rows, positive
   * @param width the number of columns, positive
   * @param channels as for {@link #decode}; 0 for those of the pixels
   * @return float32 {@code (height, width, channels)}, 0 to 255
   * @throws DataException if there are not one to four values for each pixel
   */
  public static Tensor ofPixels(byte[] pixels, int height, int width, int channels) {
    Arguments.given("pixels", pixels);
    checkChannels(channels);
    for (int own = 1; own <= COLOURS_AND_OPACITY; own++) {
      if (height > 0 && width > 0 && (long) height * width * own == pixels.length) {
        return new Pixels(height, width, own, own, pixels).tensor(channels);
      }
    }
    throw new DataException(
        "an image of %d x %d pixels has one to four values for each, got %d values"
            .formatted(height, width, pixels.length));
  }

  static int checkChannels(int channels) {
    if (channels != 0 && channels != 1 && channels != COLOURS && channels != COLOURS_AND_OPACITY) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey), 3 (colours), 4 (colours and alpha) or 0 (as in the file), "
              + "got "
              + channels);
    }
    return channels;
  }

  /**
   * Resizes images with bilinear interpolation, Keras's default.
   *
   * @param images {@code (height, width, channels)} or {@code (rows, height, width, channels)}
   */
  public static Tensor resize(Tensor images, int height, int width) {
    return resize(images, height, width, Interpolation.BILINEAR, false);
  }

  /**
   * Resizes images. Pixels are squares; the center of the first pixel is half a pixel from the
   * edge.
   *
   * @param images {@code (height, width, channels)} or {@code (rows, height, width, channels)}
   * @param height the new height, positive
   * @param width the new width, positive
   * @param antialias whether a pixel averages all pixels that it covers when images shrink; without
   *     it, as by default in Keras, fine patterns may be aliased
   * @throws DataException if the images have another shape
   */
  public static Tensor resize(
      Tensor images, int height, int width, Interpolation interpolation, boolean antialias) {
    Shape s = images.shape();
    if (s.rank() != 3 && s.rank() != 4) {
      throw new DataException(
          "resizing expects images (height, width, channels) or (rows, height, width, channels), "
              + "got "
              + s);
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "the new size must be positive, got " + height + " x " + width);
    }
    Shape image = s.rank() == 3 ? s : s.drop(0);
    Shape target = image.with(0, height).with(1, width);
    if (target.equals(image)) {
      return images;
    }
    Interpolation.Taps rows = interpolation.taps(image.dim(0), height, antialias);
    Interpolation.Taps columns = interpolation.taps(image.dim(1), width, antialias);
    int count = s.rank() == 3 ? 1 : s.dim(0);
    float[] from = images.toFloats();
    float[] into = new float[Math.multiplyExact(count, target.size())];
    for (int i = 0; i < count; i++) {
      Resize.image(
          from,
          i * image.size(),
          image.dim(0),
          image.dim(1),
          image.dim(2),
          rows,
          columns,
          into,
          i * target.size());
    }
    return Tensor.of(s.rank() == 3 ? target : target.insert(0, count), into);
  }

  /**
   * Returns the part of an image that is resized to a size with another aspect ratio: the image,
   * its middle, or the image with a black border.
   *
   * @param image {@code (height, width, channels)}
   */
  public static Tensor frame(Tensor image, AspectRatio aspectRatio, int height, int width) {
    Shape s = image.shape();
    return Framing.of(image, aspectRatio.window(s.dim(0), s.dim(1), height, width));
  }

  /**
   * Writes an image as a PNG file.
   *
   * @param image {@code (height, width, channels)} with 1 channel (grey), 3 or 4; values from 0 to
   *     255, others are clipped
   * @throws DataException if the image has another shape or the file cannot be written
   */
  public static void save(Path file, Tensor image) {
    Shape s = image.shape();
    if (s.rank() != 3 || s.dim(2) == 0 || s.dim(2) == 2 || s.dim(2) > COLOURS_AND_OPACITY) {
      throw new DataException(
          "an image must have the shape (height, width, 1, 3 or 4 channels), got " + s);
    }
    int channels = s.dim(2);
    boolean opacity = channels == COLOURS_AND_OPACITY;
    BufferedImage picture =
        new BufferedImage(
            s.dim(1), s.dim(0), opacity ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    float[] values = image.toFloats();
    for (int i = 0; i < s.dim(0) * s.dim(1); i++) {
      int at = i * channels;
      int red = level(values[at]);
      int green = channels == 1 ? red : level(values[at + 1]);
      int blue = channels == 1 ? red : level(values[at + 2]);
      int cover = opacity ? level(values[at + COLOURS]) : 255;
      picture.setRGB(i % s.dim(1), i / s.dim(1), cover << 24 | red << 16 | green << 8 | blue);
    }
    try {
      AtomicFile.write(
          file,
          out -> {
            if (!ImageIO.write(picture, "png", out)) {
              throw new IOException("this Java runtime has no PNG encoder");
            }
          });
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static int level(float value) {
    return Math.round(Math.clamp(value, 0, BRIGHTEST));
  }
}
