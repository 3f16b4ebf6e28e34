// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One text that is equal for equal weights, bit for bit. */
public final class WeightsHash {
  private static final int CHUNK = 16_384; // floats, so that large models need no large copy

  private WeightsHash() {}

  /**
   * Hash weights with SHA-256 over their little-endian bytes.
   *
   * @param weights all weights, in the model's order; how they are cut into arrays does not matter
   * @return 64 hexadecimal digits
   */
  public static String of(float[]... weights) {
    MessageDigest digest = sha256();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] array : weights) {
      for (int from = 0; from < array.length; from += CHUNK) {
        int count = Math.min(CHUNK, array.length - from);
        bytes.clear().asFloatBuffer().put(array, from, count);
        digest.update(bytes.limit(count * Float.BYTES));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
