// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.agents;

import io.nyala.models.Model;
import io.nyala.rl.agents.Dqn;
import io.nyala.rl.agents.Play;
import io.nyala.rl.env.Env;
import io.nyala.rl.film.Film;
import java.io.IOException;
import java.nio.file.Path;

/** Films agents. */
final class AgentFilm {
  private AgentFilm() {}

  /**
   * Films an episode of the network's best actions.
   *
   * @param every the number of steps between frames
   */
  static void write(Model model, Env env, long seed, int every, double framesPerSecond, Path file)
      throws IOException {
    try (Film film = Film.in(file, framesPerSecond)) {
      Play.film(env, seed, Dqn.greedy(model), every, film);
    }
  }
}
