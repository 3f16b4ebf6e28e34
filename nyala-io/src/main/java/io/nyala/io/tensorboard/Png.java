// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Encodes images for TensorBoard. It does not use the JDK's encoder, because Java on a server may
 * lack the desktop module.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Png() {}

  /**
   * Encodes a picture.
   *
   * @param pixels {@code (height, width, channels)} of 1 (grey), 3 (colour) or 4 channels (with
   *     alpha), from 0 to 1; other values are clipped
   */
  static byte[] encode(Tensor pixels) {
    Shape s = pixels.shape();
    int height = s.dim(0);
    int width = s.dim(1);
    int channels = s.dim(2);
    float[] values = pixels.toFloats();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
      int colour = channels == 1 ? 0 : channels == 3 ? 2 : 6;
      header.put((byte) 8).put((byte) colour);
      chunk(out, "IHDR", header.array());
      chunk(out, "IDAT", deflated(values, height, width * channels));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: the target is in memory", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflated(float[] values, int height, int row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      byte[] line = new byte[1 + row]; // the first byte 0 means that the line is not filtered
      for (int y = 0; y < height; y++) {
        for (int i = 0; i < row; i++) {
          float v = values[y * row + i];
          line[1 + i] = (byte) Math.round(255 * Math.clamp(v, 0f, 1f));
        }
        out.write(line);
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }

  /** Returns the width and height of a PNG image. */
  static int[] size(byte[] png) {
    ByteBuffer bytes = ByteBuffer.wrap(png);
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (png.length < 24 || png[i] != SIGNATURE[i]) {
        throw new IllegalArgumentException(
            "these %d bytes are not a PNG image".formatted(png.length));
      }
    }
    return new int[] {bytes.getInt(16), bytes.getInt(20)};
  }
}
