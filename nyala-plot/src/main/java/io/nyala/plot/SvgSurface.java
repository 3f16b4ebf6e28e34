// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * Writes a drawing as SVG 1.1. Text remains text in the reader's fonts. Images are embedded. No
 * element has an id, so several drawings can be included in one page.
 */
final class SvgSurface implements Surface {
  private static final String[] ANCHORS = {"start", "middle", "end"};

  private final StringBuilder out = new StringBuilder();

  private SvgSurface() {}

  /** Returns a picture as the content of an SVG file. */
  static String text(Picture picture) {
    SvgSurface surface = new SvgSurface();
    Dimension size = picture.size();
    surface.out.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                + " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " font-family=\"'DejaVu Sans', Verdana, sans-serif\">\n")
            .formatted(size.width, size.height, size.width, size.height));
    surface.out.append("<title>").append(escaped(picture.title())).append("</title>\n");
    surface.fill(new Rectangle2D.Double(0, 0, size.width, size.height), Style.PAPER);
    picture.draw(surface);
    return surface.out.append("</svg>\n").toString();
  }

  @Override
  public void fill(Shape shape, Color color) {
    begin(shape);
    color("fill", color);
    out.append("/>\n");
  }

  @Override
  public void stroke(Shape shape, Color color, BasicStroke stroke) {
    begin(shape);
    out.append(" fill=\"none\"");
    color("stroke", color);
    attribute("stroke-width", stroke.getLineWidth());
    if (stroke.getEndCap() == BasicStroke.CAP_ROUND) {
      out.append(" stroke-linecap=\"round\"");
    }
    if (stroke.getLineJoin() == BasicStroke.JOIN_ROUND) {
      out.append(" stroke-linejoin=\"round\"");
    }
    if (stroke.getDashArray() != null) {
      out.append(" stroke-dasharray=\"");
      for (float length : stroke.getDashArray()) {
        number(length).append(' ');
      }
      out.setLength(out.length() - 1);
      out.append('"');
    }
    out.append("/>\n");
  }

  private void begin(Shape shape) {
    switch (shape) {
      case Rectangle2D box -> {
        out.append("<rect");
        place(box);
      }
      case Ellipse2D oval -> {
        out.append("<ellipse");
        attribute("cx", oval.getCenterX());
        attribute("cy", oval.getCenterY());
        attribute("rx", oval.getWidth() / 2);
        attribute("ry", oval.getHeight() / 2);
      }
      default -> {
        out.append("<path d=\"");
        path(shape.getPathIterator(null));
        out.append('"');
      }
    }
  }

  private void path(PathIterator path) {
    double[] points = new double[6];
    for (; !path.isDone(); path.next()) {
      int kind = path.currentSegment(points);
      int numbers =
          switch (kind) {
            case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> 6;
            default -> 0;
          };
      out.append("MLQCZ".charAt(kind)); // in the order of the constants of PathIterator
      for (int i = 0; i < numbers; i++) {
        number(points[i]).append(i + 1 < numbers ? " " : "");
      }
    }
  }

  @Override
  public void image(BufferedImage image, Rectangle2D place) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(
          e); // writes to memory, so it can fail at most for lack of a temporary folder
    }
    out.append("<image");
    place(place);
    out.append(" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\"")
        .append(" xlink:href=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(png.toByteArray()))
        .append("\"/>\n");
  }

  @Override
  public void text(Words words, double x, double y, double part, boolean upwards) {
    out.append("<text");
    if (upwards) {
      out.append(" transform=\"translate(");
      number(x).append(' ');
      number(y).append(") rotate(-90)\"");
      attribute("y", words.base());
    } else {
      attribute("x", x);
      attribute("y", y + words.base());
    }
    attribute("font-size", words.font().getSize());
    if (words.font().getStyle() == Font.BOLD) {
      out.append(" font-weight=\"bold\"");
    }
    if (part > 0) {
      out.append(" text-anchor=\"").append(ANCHORS[(int) (2 * part)]).append('"');
    }
    color("fill", words.color());
    out.append('>').append(escaped(words.text())).append("</text>\n");
  }

  @Override
  public void moved(double x, double y, Consumer<Surface> drawing) {
    out.append("<g transform=\"translate(");
    number(x).append(' ');
    number(y).append(")\">\n");
    drawing.accept(this);
    out.append("</g>\n");
  }

  @Override
  public void clipped(Rectangle2D window, Consumer<Surface> drawing) {
    // A nested drawing clips its content; a clip path would need an id.
    out.append("<svg");
    place(window);
    out.append(" viewBox=\"");
    number(window.getX()).append(' ');
    number(window.getY()).append(' ');
    number(window.getWidth()).append(' ');
    number(window.getHeight()).append("\">\n");
    drawing.accept(this);
    out.append("</svg>\n");
  }

  private void place(Rectangle2D box) {
    attribute("x", box.getX());
    attribute("y", box.getY());
    attribute("width", box.getWidth());
    attribute("height", box.getHeight());
  }

  private void color(String attribute, Color color) {
    out.append(" %s=\"#%06x\"".formatted(attribute, color.getRGB() & 0xFFFFFF));
    if (color.getAlpha() < 255) {
      attribute(attribute + "-opacity", color.getAlpha() / 255.0);
    }
  }

  private void attribute(String name, double value) {
    out.append(' ').append(name).append("=\"");
    number(value).append('"');
  }

  /** Formats a number with at most two decimals. */
  private StringBuilder number(double value) {
    double rounded = Math.round(value * 100) / 100.0;
    return rounded == Math.rint(rounded) ? out.append((long) rounded) : out.append(rounded);
  }

  /**
   * Returns escaped text for XML; characters that XML does not allow become replacement characters.
   */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isXml(c) ? c : '\uFFFD');
              }
            });
    return safe.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= ' ' && c < Character.MIN_SURROGATE
        || c > Character.MAX_SURROGATE && c < 0xFFFE
        || c > 0xFFFF;
  }
}
