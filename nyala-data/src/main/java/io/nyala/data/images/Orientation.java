// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The EXIF orientation: a number from 1 to 8 in tag 274. Invalid values count as upright, 1. */
final class Orientation {
  /** The orientation of an upright image. */
  static final int UPRIGHT = 1;

  private static final int MOST = 8;
  private static final int TAG = 0x112;
  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  private static final int APP1 = 0xE1;
  private static final int START_OF_SCAN = 0xDA;
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

  private Orientation() {}

  /** Returns the orientation of a file. */
  static int of(ImageFormat format, byte... file) {
    try {
      return switch (format) {
        case JPEG -> ofJpeg(file);
        case PNG -> ofPng(file);
        case BMP, GIF -> UPRIGHT;
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT; // an entry points beyond the end
    }
  }

  private static int ofJpeg(byte... file) {
    int at = 2;
    while (at + 4 < file.length && (file[at] & 0xff) == 0xFF) {
      int marker = file[at + 1] & 0xff;
      int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
      if (marker == START_OF_SCAN) {
        return UPRIGHT;
      }
      if (marker == APP1 && begins(file, at + 4, EXIF)) {
        int from = at + 4 + EXIF.length;
        return inTiff(ByteBuffer.wrap(file, from, at + 2 + length - from).slice());
      }
      at += marker == 0xFF ? 1 : 2 + length; // padding, or a whole segment
    }
    return UPRIGHT;
  }

  private static int ofPng(byte... file) {
    PngStructure png = PngStructure.of(file);
    return png.exif() == null ? UPRIGHT : inTiff(png.exif());
  }

  private static boolean begins(byte[] file, int at, byte... with) {
    for (int i = 0; i < with.length; i++) {
      if (file[at + i] != with[i]) {
        return false;
      }
    }
    return true;
  }

  /** EXIF is a TIFF file without a picture. */
  private static int inTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + ENTRY * i;
      if ((tiff.getShort(at) & 0xffff) == TAG && tiff.getShort(at + 2) == SHORT) {
        int number = tiff.getShort(at + 8) & 0xffff;
        return number >= UPRIGHT && number <= MOST ? number : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /**
   * Returns an image rotated and mirrored to be upright.
   *
   * @param number from 1 to 8
   */
  static Pixels upright(Pixels image, int number) {
    if (number == UPRIGHT) {
      return image;
    }
    boolean lies = number > 4;
    int height = lies ? image.width() : image.height();
    int width = lies ? image.height() : image.width();
    byte[] levels = new byte[image.levels().length];
    int channels = image.channels();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int backX = width - 1 - x;
        int backY = height - 1 - y;
        int from =
            switch (number) {
              case 2 -> at(image, y, backX);
              case 3 -> at(image, backY, backX);
              case 4 -> at(image, backY, x);
              case 5 -> at(image, x, y);
              case 6 -> at(image, backX, y);
              case 7 -> at(image, backX, backY);
              default -> at(image, x, backY);
            };
        System.arraycopy(
            image.levels(), from * channels, levels, (y * width + x) * channels, channels);
      }
    }
    return new Pixels(height, width, channels, image.own(), levels);
  }

  private static int at(Pixels image, int y, int x) {
    return y * image.width() + x;
  }
}
