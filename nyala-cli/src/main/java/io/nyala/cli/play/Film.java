// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.play;

import io.nyala.rl.env.Frame;
import io.nyala.rl.film.GifFilm;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A film in a GIF, which needs no display; where there are many frames a second, of every other.
 */
public final class Film implements Stage {
  private static final double MOST = 25; // frames a second

  private final GifFilm film;
  private final int every;
  private int count;

  /**
   * Begins a film.
   *
   * @param out stays open
   * @param framesPerSecond of what is played
   * @throws IOException if it cannot be written
   */
  public Film(OutputStream out, double framesPerSecond) throws IOException {
    every = (int) Math.ceil(framesPerSecond / MOST);
    film = new GifFilm(out, framesPerSecond / every);
  }

  @Override
  public boolean show(Frame frame, String title) throws IOException {
    if (count++ % every == 0) {
      film.add(frame);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    film.close();
  }
}
