// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

/**
 * Where on its screen the first picture of a GIF file lies.
 *
 * @param height of the screen
 * @param width of the screen
 * @param top row of the screen at which the picture begins
 * @param left column of the screen at which the picture begins
 */
record GifStructure(int height, int width, int top, int left) {
  /** Of a file of another format: the picture is the whole. */
  static final GifStructure NONE = new GifStructure(0, 0, 0, 0);

  private static final int SCREEN_AT = 6;
  private static final int FLAGS_AT = 10;
  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2C;

  /** Looks for the first picture; without one the decoder will say what is wrong. */
  static GifStructure of(byte... file) {
    if (file.length < HEADER) {
      return NONE;
    }
    int width = number(file, SCREEN_AT);
    int height = number(file, SCREEN_AT + 2);
    int flags = file[FLAGS_AT];
    int at = HEADER + ((flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1);
    while (at + 5 < file.length && file[at] == EXTENSION) {
      at += 2;
      while (at < file.length && file[at] != 0) {
        at += 1 + (file[at] & 0xff);
      }
      at++;
    }
    return at + 5 < file.length && file[at] == PICTURE
        ? new GifStructure(height, width, number(file, at + 3), number(file, at + 1))
        : new GifStructure(height, width, 0, 0);
  }

  private static int number(byte[] file, int at) {
    return file[at] & 0xff | (file[at + 1] & 0xff) << 8;
  }

  /** Returns how many rows the whole has: the screen's, or the picture's if those are more. */
  int heightWith(int picture) {
    return Math.max(height, picture);
  }

  /** Returns the number of columns of the whole. */
  int widthWith(int picture) {
    return Math.max(width, picture);
  }

  /**
   * Returns the whole screen, as TensorFlow does: black where the picture is transparent or does
   * not reach.
   *
   * @param picture as it is in the file
   */
  Pixels screen(Pixels picture) {
    int rows = heightWith(picture.height());
    int columns = widthWith(picture.width());
    int channels = 4;
    byte[] levels = new byte[rows * columns * channels];
    for (int y = 0; y < Math.min(picture.height(), rows - top); y++) {
      for (int x = 0; x < Math.min(picture.width(), columns - left); x++) {
        int from = (y * picture.width() + x) * channels;
        if (picture.levels()[from + channels - 1] != 0) {
          int to = ((y + top) * columns + x + left) * channels;
          System.arraycopy(picture.levels(), from, levels, to, channels);
        }
      }
    }
    return new Pixels(rows, columns, channels, 3, levels);
  }
}
