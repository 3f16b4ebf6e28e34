// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.zip.CRC32C;

/**
 * The checksum of TFRecord files: CRC-32C, rotated and shifted so that it may be stored in data.
 */
final class Checksum {
  private Checksum() {}

  static int masked(byte[] data, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(data, from, count);
    int c = (int) crc.getValue();
    return (c >>> 15 | c << 17) + 0xA282EAD8;
  }
}
