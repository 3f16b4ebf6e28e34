// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 strictly, without replacing invalid bytes. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Returns the string.
   *
   * @param what its name in messages
   * @throws FormatException if it is not valid UTF-8
   */
  public static String decode(ByteBuffer bytes, String what) throws FormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(what + ": is not valid UTF-8", e);
    }
  }
}
