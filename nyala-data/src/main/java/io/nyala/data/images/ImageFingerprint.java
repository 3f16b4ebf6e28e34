// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import io.nyala.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A digest of what determines the images of a folder, without reading them. */
final class ImageFingerprint {
  private ImageFingerprint() {}

  /** Returns the SHA-256 of options and of path, class, size and time of each file, in hex. */
  static String of(Path folder, ImageFiles images, ImageOptions options) {
    StringBuilder text = new StringBuilder(options.effect());
    for (int i = 0; i < images.files().size(); i++) {
      Path file = images.files().get(i);
      try {
        text.append('\n').append(folder.relativize(file));
        text.append('\t').append(images.labels() == null ? "" : images.labels()[i]);
        text.append('\t').append(Files.size(file));
        text.append('\t').append(Files.getLastModifiedTime(file).toMillis());
      } catch (IOException e) {
        throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
      }
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
