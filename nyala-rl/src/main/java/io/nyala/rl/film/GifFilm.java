// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import io.nyala.rl.env.Frame;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes frames as an animated GIF. Each frame is written immediately, so that a long film needs no
 * more memory than a short one. Works without a display.
 */
public final class GifFilm implements Film {
  private static final String METADATA = "javax_imageio_gif_image_1.0";

  private final ImageWriter writer;
  private final ImageOutputStream out;
  private final int hundredths;
  private final FrameSize size = new FrameSize();
  private FilmFile file; // null for a stream of the caller
  private boolean begun;

  /**
   * Starts a film.
   *
   * @param to the stream to write to, which stays open when the film is closed
   * @param framesPerSecond at most 50, since GIF counts in hundredths of a second
   * @throws IOException if the stream cannot be written
   */
  public GifFilm(OutputStream to, double framesPerSecond) throws IOException {
    Arguments.given("to", to);
    Numbers.positive("GifFilm", "framesPerSecond", framesPerSecond);
    hundredths = (int) Math.max(2, Math.round(100 / framesPerSecond));
    ImageIO.setUseCache(false);
    out = ImageIO.createImageOutputStream(to);
    writer = ImageIO.getImageWritersByFormatName("gif").next();
    writer.setOutput(out);
    writer.prepareWriteSequence(null);
  }

  /** Begins a film in a file of its own. */
  static GifFilm in(Path path, double framesPerSecond) throws IOException {
    FilmFile file = new FilmFile(path);
    GifFilm film = new GifFilm(file.stream(), framesPerSecond);
    film.file = file;
    return film;
  }

  @Override
  public void add(Frame frame) throws IOException {
    size.require(frame);
    BufferedImage image = image(frame);
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    describe(metadata);
    writer.writeToSequence(new IIOImage(image, null, metadata), null);
    begun = true;
  }

  /** Returns a frame as an image. */
  static BufferedImage image(Frame frame) {
    int width = frame.width();
    BufferedImage image = new BufferedImage(width, frame.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = frame.rgb();
    for (int i = 0; i < width * frame.height(); i++) {
      int color = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
      image.setRGB(i % width, i / width, color);
    }
    return image;
  }

  private void describe(IIOMetadata metadata) throws IIOInvalidTreeException {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(METADATA);
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", String.format(Locale.ROOT, "%d", hundredths));
    control.setAttribute("transparentColorIndex", "0");
    if (!begun) {
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0}); // repeat forever
      child(root, "ApplicationExtensions").appendChild(loop);
    }
    metadata.setFromTree(METADATA, root);
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equals(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    IIOMetadataNode made = new IIOMetadataNode(name);
    root.appendChild(made);
    return made;
  }

  @Override
  public void close() throws IOException {
    if (begun) {
      writer.endWriteSequence();
    }
    out.close();
    writer.dispose();
    if (file != null) {
      file.finish();
    }
  }
}
