// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

/**
 * The position of the first frame of a GIF file on its screen.
 *
 * @param height the height of the screen
 * @param width the width of the screen
 * @param top the first row of the frame
 * @param left the first column of the frame
 */
record GifStructure(int height, int width, int top, int left) {
  /** For files of other formats, where the picture fills the screen. */
  static final GifStructure NONE = new GifStructure(0, 0, 0, 0);

  private static final int SCREEN_AT = 6;
  private static final int FLAGS_AT = 10;
  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2C;

  /** Finds the first frame. If there is none, the decoder reports the error. */
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

  /**
   * Returns the number of rows of the result: those of the screen, or of the picture if it has
   * more.
   */
  int heightWith(int picture) {
    return Math.max(height, picture);
  }

  /** Returns the number of columns of the result. */
  int widthWith(int picture) {
    return Math.max(width, picture);
  }

  /**
   * Returns the whole screen like TensorFlow: black where the frame is transparent or absent.
   *
   * @param picture the frame as stored in the file
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
