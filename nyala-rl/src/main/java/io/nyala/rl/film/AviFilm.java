// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import io.nyala.rl.env.Frame;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes frames as an AVI of JPEG pictures (Motion JPEG), which players and editors of films open.
 * Up to 2 GB.
 */
public final class AviFilm implements Film {
  private static final float QUALITY = 0.95f;
  private static final int KEY_FRAME = 0x10;
  private static final int HAS_INDEX = 0x10;
  private static final int MAIN = 56; // bytes of headers
  private static final int STREAM = 56;
  private static final int FORMAT = 40;
  private static final int HEADERS = 224; // bytes before the first frame
  private static final int MOVIE = HEADERS - 4; // where "movi" is, from which the index counts
  private static final int ENTRY = 16; // bytes of the index for a frame
  private static final int RATE = 1000; // frames a second in thousandths
  private static final double MICROS = 1e6;

  private final FilmFile file;
  private final FrameSize size = new FrameSize();
  private final ImageWriter writer;
  private final ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
  private final double framesPerSecond;
  private int width;
  private int height;
  private int[] lengths = new int[1024]; // of the frames
  private int frames;
  private int longest;
  private boolean closed;

  /**
   * Begins a film.
   *
   * @param file which appears under this name when the film is closed
   * @param framesPerSecond how fast it is shown
   * @throws IOException if nothing can be written there
   */
  public AviFilm(Path file, double framesPerSecond) throws IOException {
    Arguments.given("file", file);
    this.framesPerSecond = Numbers.positive("AviFilm", "framesPerSecond", framesPerSecond);
    this.file = new FilmFile(file);
    ImageIO.setUseCache(false);
    writer = ImageIO.getImageWritersByFormatName("jpeg").next();
  }

  @Override
  public void add(Frame frame) throws IOException {
    size.require(frame);
    width = frame.width();
    height = frame.height();
    if (frames == 0) {
      file.write(headers(0, 0));
    }
    encode(frame);
    int length = jpeg.size();
    int padded = length + length % 2;
    if (file.length() + padded + 2L * ENTRY * frames > Integer.MAX_VALUE) {
      throw new IOException("a film of more than 2 GB does not fit into an AVI");
    }
    ByteBuffer chunk = little(8 + padded);
    name(chunk, "00dc").putInt(length).put(jpeg.toByteArray());
    file.write(chunk.rewind());
    if (frames == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * frames);
    }
    lengths[frames++] = length;
    longest = Math.max(longest, length);
  }

  private void encode(Frame frame) throws IOException {
    jpeg.reset();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(QUALITY);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(GifFilm.image(frame), null, null), settings);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer name(ByteBuffer into, String name) {
    return into.put(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static void list(ByteBuffer into, int bytes, String name) {
    name(name(into, "LIST").putInt(bytes), name);
  }

  /**
   * Returns what is before the first frame.
   *
   * @param movie bytes of all frames
   */
  private ByteBuffer headers(long movie, int count) {
    int indexed = count == 0 ? 0 : 8 + ENTRY * count;
    int stream = 4 + 8 + STREAM + 8 + FORMAT;
    ByteBuffer b = little(HEADERS);
    name(name(b, "RIFF").putInt((int) (HEADERS - 8 + movie + indexed)), "AVI ");
    list(b, 4 + 8 + MAIN + 8 + stream, "hdrl");
    name(b, "avih").putInt(MAIN).putInt((int) Math.round(MICROS / framesPerSecond));
    b.putInt(0).putInt(0).putInt(HAS_INDEX).putInt(count).putInt(0).putInt(1).putInt(longest);
    b.putInt(width).putInt(height).putLong(0).putLong(0);
    list(b, stream, "strl");
    name(name(name(b, "strh").putInt(STREAM), "vids"), "MJPG").putInt(0).putInt(0).putInt(0);
    b.putInt(RATE).putInt((int) Math.max(1, Math.round(RATE * framesPerSecond)));
    b.putInt(0).putInt(count).putInt(longest).putInt(-1).putInt(0).putInt(0);
    b.putShort((short) width).putShort((short) height);
    name(b, "strf").putInt(FORMAT).putInt(FORMAT).putInt(width).putInt(height);
    name(b.putShort((short) 1).putShort((short) 24), "MJPG").putInt(3 * width * height);
    b.putLong(0).putLong(0);
    list(b, (int) (4 + movie), "movi");
    return b.flip();
  }

  private ByteBuffer index() {
    ByteBuffer b = little(8 + ENTRY * frames);
    name(b, "idx1").putInt(ENTRY * frames);
    int at = HEADERS - MOVIE;
    for (int i = 0; i < frames; i++) {
      name(b, "00dc").putInt(KEY_FRAME).putInt(at).putInt(lengths[i]);
      at += 8 + lengths[i] + lengths[i] % 2;
    }
    return b.flip();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    writer.dispose();
    if (frames > 0) {
      long movie = file.length() - HEADERS;
      file.write(index());
      file.write(headers(movie, frames), 0);
    }
    file.finish();
  }
}
