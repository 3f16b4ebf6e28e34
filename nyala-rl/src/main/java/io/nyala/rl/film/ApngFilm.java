// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import io.nyala.rl.env.Frame;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes frames as an animated PNG, which browsers show as they show a GIF, with all colors. Of
 * each frame only the part that has changed is stored. Where animations are not known, the first
 * frame is shown. As a PNG it can also go into event files.
 */
public final class ApngFilm implements Film {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int CHUNK = 12; // bytes around the content
  private static final int HEADER = 13;
  private static final int CONTROL = 26;
  private static final long ANIMATION_AT = SIGNATURE.length + CHUNK + HEADER;
  private static final int DEPTH = 8;
  private static final int RGB = 2;
  private static final int UP = 2; // each line is less the one above
  private static final int MILLIS = 1000;

  private final FilmFile file;
  private final FrameSize size = new FrameSize();
  private final Deflater deflater = new Deflater();
  private final CRC32 crc = new CRC32();
  private final int delay;
  private byte[] before; // null before the first frame
  private byte[] lines;
  private byte[] packed;
  private int frames;
  private int sequence;
  private boolean closed;

  /**
   * Begins a film.
   *
   * @param file which appears under this name when the film is closed
   * @param framesPerSecond how fast it is shown
   * @throws IOException if nothing can be written there
   */
  public ApngFilm(Path file, double framesPerSecond) throws IOException {
    Arguments.given("file", file);
    Numbers.positive("ApngFilm", "framesPerSecond", framesPerSecond);
    delay = Math.clamp(Math.round(MILLIS / framesPerSecond), 1, Short.MAX_VALUE);
    this.file = new FilmFile(file);
  }

  @Override
  public void add(Frame frame) throws IOException {
    size.require(frame);
    byte[] rgb = frame.rgb();
    int width = frame.width();
    int height = frame.height();
    if (before == null) {
      begin(width, height);
      before = new byte[rgb.length];
      write(rgb, width, 0, 0, width, height);
    } else {
      writeChange(rgb, width, height);
    }
    System.arraycopy(rgb, 0, before, 0, rgb.length);
    frames++;
  }

  private void begin(int width, int height) throws IOException {
    file.write(ByteBuffer.wrap(SIGNATURE));
    ByteBuffer header = ByteBuffer.allocate(HEADER).putInt(width).putInt(height);
    chunk("IHDR", header.put((byte) DEPTH).put((byte) RGB).array(), HEADER);
    animation(0); // how many there are is known at the end
    lines = new byte[height * (1 + 3 * width)];
    packed = new byte[lines.length + lines.length / 1000 + 64]; // always enough for deflate
  }

  private void animation(int count) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(8).putInt(count).putInt(0); // shown for ever
    if (count == 0) {
      chunk("acTL", content.array(), 8);
    } else {
      file.write(chunkOf("acTL", content.array(), 8), ANIMATION_AT);
    }
  }

  /** Writes the smallest rectangle outside of which nothing has changed. */
  private void writeChange(byte[] rgb, int width, int height) throws IOException {
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        if (rgb[at] != before[at]
            || rgb[at + 1] != before[at + 1]
            || rgb[at + 2] != before[at + 2]) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
    }
    if (bottom == 0) {
      write(rgb, width, 0, 0, 1, 1); // an empty rectangle is not allowed
    } else {
      write(rgb, width, left, top, right - left, bottom - top);
    }
  }

  private void write(byte[] rgb, int stride, int left, int top, int width, int height)
      throws IOException {
    ByteBuffer control = ByteBuffer.allocate(CONTROL).putInt(sequence++);
    control.putInt(width).putInt(height).putInt(left).putInt(top);
    control.putShort((short) delay).putShort((short) MILLIS); // what was there stays
    chunk("fcTL", control.array(), CONTROL);

    int n = 0;
    for (int y = 0; y < height; y++) {
      int at = 3 * ((top + y) * stride + left);
      lines[n++] = UP;
      for (int i = 0; i < 3 * width; i++) {
        lines[n++] = (byte) (rgb[at + i] - (y == 0 ? 0 : rgb[at + i - 3 * stride]));
      }
    }
    deflater.reset();
    deflater.setInput(lines, 0, n);
    deflater.finish();
    boolean first = frames == 0;
    int from = first ? 0 : Integer.BYTES;
    int length = from + deflater.deflate(packed, from, packed.length - from);
    if (!first) {
      ByteBuffer.wrap(packed).putInt(sequence++);
    }
    chunk(first ? "IDAT" : "fdAT", packed, length);
  }

  private void chunk(String type, byte[] content, int length) throws IOException {
    file.write(chunkOf(type, content, length));
  }

  private ByteBuffer chunkOf(String type, byte[] content, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    crc.reset();
    crc.update(name);
    crc.update(content, 0, length);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK + length).putInt(length).put(name);
    return chunk.put(content, 0, length).putInt((int) crc.getValue()).flip();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    deflater.end();
    if (frames > 0) {
      chunk("IEND", new byte[0], 0);
      animation(frames);
    }
    file.finish();
  }
}
