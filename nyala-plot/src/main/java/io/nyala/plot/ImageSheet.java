// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;

/** Images in a grid, each with its prediction. */
final class ImageSheet implements Picture {
  private static final int EDGE = 24;
  private static final int TITLE = 48;
  private static final int TILE = 72;
  private static final int LARGE_TILE = 144; // at most, for images that are larger than a tile
  private static final int CAPTION = 22;
  private static final int LINE = 15;
  private static final int GAP = 12;
  private static final int WIDEST_CAPTION = 150;

  private final String title;
  private final Tensor images;
  private final List<Shown> entries;
  private final int columns;
  private final int tile;
  private final int cell; // as wide as a tile or its caption
  private final int caption;
  private final List<String> subtitles; // its lines

  /**
   * Creates a sheet.
   *
   * @param title the title
   * @param subtitle an explanation of the captions
   * @param images {@code (rows, height, width)} in [0, 1], 1 is ink; or {@code (rows, height,
   *     width, 3)} in [0, 1], red, green and blue
   * @param entries the images to show
   * @param columns the number of images per row
   */
  ImageSheet(String title, String subtitle, Tensor images, List<Shown> entries, int columns) {
    this.title = title;
    this.images = checked(images);
    this.entries = List.copyOf(entries);
    this.columns = checked(columns);
    this.tile = Math.clamp(images.shape().dim(2), TILE, LARGE_TILE);
    int lines = entries.stream().mapToInt(e -> lines(e).length).max().orElse(1);
    this.caption = CAPTION + (lines - 1) * LINE;
    double widest =
        entries.stream()
            .flatMap(e -> Stream.of(lines(e)))
            .mapToDouble(line -> Style.small(line, Style.INK).width())
            .max()
            .orElse(0);
    this.cell = Math.clamp((int) Math.ceil(widest), tile, Math.max(tile, WIDEST_CAPTION));
    int wide = 2 * EDGE + columns * (cell + GAP) - GAP;
    this.subtitles = Style.small(subtitle, Style.FAINT).broken(wide - EDGE);
    for (Shown entry : entries) {
      if (entry.row() < 0 || entry.row() >= images.shape().dim(0)) {
        throw new IllegalArgumentException(
            "images: there are rows 0 to %d, but row %d is to be shown"
                .formatted(images.shape().dim(0) - 1, entry.row()));
      }
    }
  }

  /** Returns the images if their shape is supported. */
  static Tensor checked(Tensor images) {
    Shape shape = images.shape();
    if (shape.rank() != 3 && (shape.rank() != 4 || shape.dim(3) != 3)) {
      throw new ShapeException(
          "images: expected (rows, height, width) or (rows, height, width, 3), got " + shape);
    }
    return images;
  }

  /** Returns the number of images per row if it is valid. */
  static int checked(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("images: columns must be at least 1, got " + columns);
    }
    return columns;
  }

  @Override
  public Dimension size() {
    int rows = Math.ceilDiv(entries.size(), columns);
    return new Dimension(
        2 * EDGE + columns * (cell + GAP) - GAP,
        EDGE + top() + rows * (tile + caption + GAP) - GAP);
  }

  /** Returns the height of the title and the lines below it. */
  private int top() {
    return EDGE + TITLE + (subtitles.size() - 1) * LINE;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void draw(Surface on) {
    double middle = size().width / 2.0;
    Style.title(title).centred(on, middle, EDGE + 6);
    for (int i = 0; i < subtitles.size(); i++) {
      Style.small(subtitles.get(i), Style.FAINT).centred(on, middle, EDGE + 27 + i * LINE);
    }
    for (int i = 0; i < entries.size(); i++) {
      int x = EDGE + i % columns * (cell + GAP) + (cell - tile) / 2;
      int y = top() + i / columns * (tile + caption + GAP);
      tile(on, entries.get(i), x, y);
    }
  }

  private void tile(Surface on, Shown entry, int x, int y) {
    Rectangle2D place = new Rectangle2D.Double(x, y, tile, tile);
    on.image(image(images, entry.row()), place);
    if (entry.right()) {
      on.stroke(place, Style.GRID, Style.THIN);
    } else {
      on.stroke(place, Style.WRONG, new BasicStroke(2.5f));
    }
    String[] lines = lines(entry);
    for (int i = 0; i < lines.length; i++) {
      Words words = Style.small(lines[i], entry.right() ? Style.INK : Style.WRONG);
      words.within(cell + 2).centred(on, x + tile / 2.0, y + tile + 12 + i * LINE);
    }
  }

  private static String[] lines(Shown entry) {
    return entry.caption().split("\n", -1);
  }

  /** Returns one of the images, with one pixel per element. */
  static BufferedImage image(Tensor images, int row) {
    int height = images.shape().dim(1);
    int width = images.shape().dim(2);
    float[] pixels = images.floats();
    boolean colour = images.shape().rank() == 4;
    int at = row * height * width * (colour ? 3 : 1);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (colour) {
          image.setRGB(x, y, rgb(pixels[at], pixels[at + 1], pixels[at + 2]));
          at += 3;
        } else {
          float ink = 1 - pixels[at++];
          image.setRGB(x, y, rgb(ink, ink, ink));
        }
      }
    }
    return image;
  }

  private static int rgb(float red, float green, float blue) {
    return new Color(level(red), level(green), level(blue)).getRGB();
  }

  private static int level(float value) {
    return Math.round(255 * Math.clamp(value, 0f, 1f));
  }
}
