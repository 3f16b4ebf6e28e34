// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import io.nyala.rl.env.Frame;
import io.nyala.settings.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A film of frames that are all of one size. Each is written as it comes, so that a long film needs
 * no more memory than a short one, and no display is needed.
 */
public interface Film extends AutoCloseable {
  /**
   * Begins a film in a file, of the kind that its name ends with: {@code .gif}, {@code .png} (or
   * {@code .apng}) or {@code .avi}.
   *
   * @param file which appears under this name when the film is closed
   * @param framesPerSecond how fast it is shown
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws IOException if nothing can be written there
   */
  static Film in(Path file, double framesPerSecond) throws IOException {
    String name = Arguments.given("file", file).getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".gif")) {
      return GifFilm.in(file, framesPerSecond);
    } else if (name.endsWith(".png") || name.endsWith(".apng")) {
      return new ApngFilm(file, framesPerSecond);
    } else if (name.endsWith(".avi")) {
      return new AviFilm(file, framesPerSecond);
    }
    throw new IllegalArgumentException(
        "%s: the name of a film ends with .gif, .png, .apng or .avi".formatted(file));
  }

  /**
   * Adds a frame.
   *
   * @throws IllegalArgumentException if its size is not that of the first
   * @throws IOException if it cannot be written
   */
  void add(Frame frame) throws IOException;

  /**
   * Ends the film.
   *
   * @throws IOException if what is left cannot be written
   */
  @Override
  void close() throws IOException;
}
