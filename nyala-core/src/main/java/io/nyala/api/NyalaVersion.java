// SPDX-License-Identifier: Apache-2.0
package io.nyala.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of Nyala, known on the module path and on the class path, in jars and in folders. */
public final class NyalaVersion {
  private static final String FILE = "version.txt"; // the build writes the version into it

  private NyalaVersion() {}

  /**
   * Returns the version, for example {@code 0.1.0}.
   *
   * @throws IllegalStateException if the file with the version was left out when classes were
   *     packaged anew
   */
  public static String number() {
    try (InputStream in = NyalaVersion.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the version of Nyala is unknown: the file io/nyala/api/%s of nyala-core is missing; pack it with the classes"
                .formatted(FILE));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version of Nyala", e);
    }
  }
}
