// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The checksum of a file without a published one, kept at its first download: {@code NAME.sha256},
 * in the form of {@code sha256sum}.
 */
final class Pin {
  private Pin() {}

  /** Returns where the checksum of a file is kept. */
  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  /**
   * Returns what was kept for a file.
   *
   * @throws IOException if it cannot be read, or is no checksum
   */
  static Optional<Checksum> of(Path file) throws IOException {
    Path pin = beside(file);
    if (!Files.exists(pin)) {
      return Optional.empty();
    }
    String text = Files.readString(pin).strip();
    try {
      return Optional.of(Checksum.sha256(text.split("\\s+", 2)[0]));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: expected a SHA-256 checksum, as sha256sum writes it, got '%s'. Delete it to trust %s as it is"
              .formatted(pin, text.length() > 80 ? text.substring(0, 80) + "..." : text, file),
          e);
    }
  }

  /** Keeps the checksum of a file. */
  static void keep(Path file, Checksum checksum) throws IOException {
    Files.writeString(beside(file), checksum.hex() + "  " + file.getFileName() + "\n");
  }
}
