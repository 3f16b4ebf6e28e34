// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FilePart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Files that h5py made, of the forms that the format has had; {@code forms.py} makes them. */
final class Forms {
  private Forms() {}

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = Forms.class.getResourceAsStream(name + ".h5.gz")) {
      return new GZIPInputStream(in).readAllBytes();
    }
  }

  static Hdf5File open(byte[] bytes) throws IOException {
    return Hdf5File.open(FilePart.of(ByteBuffer.wrap(bytes)), "test.h5");
  }

  /** Returns where some bytes are found for the so-manieth time, counted from 0. */
  static int find(byte[] bytes, byte[] wanted, int number) {
    int left = number;
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length) && left-- == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("not in the file");
  }

  static int find(byte[] bytes, String letters, int number) {
    return find(bytes, letters.getBytes(StandardCharsets.US_ASCII), number);
  }
}
