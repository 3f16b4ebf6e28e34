// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.cli.play.Film;
import io.nyala.cli.play.Player;
import io.nyala.cli.play.Stage;
import io.nyala.cli.play.Window;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.UsageException;
import io.nyala.files.AtomicFile;
import io.nyala.io.files.JsonLine;
import io.nyala.rl.EnvSpec;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.wrappers.TimeLimit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a trained agent in a window, or into a film. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Play a trained agent: in a window, or with --gif into a film.")
final class PlayCommand implements Callable<Integer> {
  /** For environments without a limit: an agent may do the same for ever. */
  private static final int MOST_STEPS = 10_000;

  @Parameters(
      paramLabel = "RECIPE|ENV",
      description = "A recipe with an agent, or an environment such as LunarLander-v3.")
  private String what;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description =
          "A network of Nyala or Keras, .keras or .h5: an observation in, the value of each action"
              + " out.")
  private Path file;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes to play (default: ${DEFAULT-VALUE}).")
  private int episodes = 3;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first episode; the others have the next ones (default: 0).")
  private long seed;

  @Option(
      names = "--gif",
      paramLabel = "FILE",
      description = "Write a film instead of opening a window; needs no display.")
  private Path gif;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final List<Recipe> recipes;
  private final PrintStream stdout;
  private final PrintStream stderr;

  private final List<Double> returns = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();

  PlayCommand(List<Recipe> recipes, PrintStream stdout, PrintStream stderr) {
    this.recipes = recipes;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  @Override
  public Integer call() throws Exception {
    if (episodes < 1) {
      throw new UsageException("--episodes must be at least 1, got " + episodes);
    }
    if (seed < 0) {
      throw new UsageException("--seed must be at least 0, got " + seed);
    }
    EnvSpec spec = Envs.spec(environment());
    try (Env env = spec.mostSteps() > 0 ? spec.make() : new TimeLimit(spec.make(), MOST_STEPS)) {
      Player player = new Player(env, ModelOption.load(file));
      play(spec.id(), env, player);
    }
    if (returns.isEmpty()) {
      stdout.println("The window was closed before the first episode ended.");
    } else {
      stdout.println("Together: " + summary() + ".");
    }
    if (json) {
      stdout.println(JsonLine.of(answer(spec.id())));
    }
    return ExitStatus.DONE;
  }

  private String environment() {
    for (Recipe recipe : recipes) {
      if (recipe.name().equals(what)) {
        return recipe
            .environment()
            .orElseThrow(
                () -> new UsageException("the recipe " + what + " has no agent that could play"));
      }
    }
    if (!Envs.ids().contains(what)) {
      List<String> names = new ArrayList<>(Envs.ids());
      recipes.stream().filter(r -> r.environment().isPresent()).forEach(r -> names.add(r.name()));
      throw new UsageException(
          "there is no recipe with an agent and no environment called '%s'; %s"
              .formatted(what, NearMatches.hint(what, names)));
    }
    return what;
  }

  private void play(String id, Env env, Player player) throws IOException {
    double speed = framesPerSecond(id);
    if (gif != null) {
      requirePicture(env, "--gif: ");
      AtomicFile.write(
          gif,
          out -> {
            try (Film film = new Film(out, speed)) {
              play(id, env, player, film);
            }
          });
      stdout.printf("The film is %s.%n", gif);
    } else if (!Window.isPossible()) {
      stderr.println(
          "There is no display to open a window on; it is played unseen. --gif FILE writes a film.");
      play(id, env, player, null);
    } else {
      requirePicture(env, "");
      try (Window window = new Window(speed)) {
        play(id, env, player, window);
      }
    }
  }

  private void requirePicture(Env env, String option) {
    env.reset(Reset.seed(seed));
    try {
      env.render();
    } catch (UnsupportedOperationException e) {
      throw new UsageException(option + e.getMessage(), e);
    }
  }

  /** Returns how many steps a second look right, as Gymnasium says. */
  private static double framesPerSecond(String id) {
    String task = id.replaceFirst("-v\\d+$", "");
    return switch (task) {
      case "CartPole", "LunarLander", "LunarLanderContinuous" -> 50;
      case "FrozenLake", "FrozenLake8x8", "Taxi", "CliffWalking", "Blackjack" -> 4;
      case "Acrobot" -> 15;
      default -> task.startsWith("MinAtar/") ? 15 : 30;
    };
  }

  /**
   * Plays all episodes.
   *
   * @param stage where they are shown, or null
   */
  private void play(String id, Env env, Player player, Stage stage) throws IOException {
    for (int i = 0; i < episodes; i++) {
      Step step = env.reset(Reset.seed(seed + i));
      double total = 0;
      int length = 0;
      while (!step.ended()) {
        if (stage != null && !stage.show(env.render(), title(id, i, total))) {
          return;
        }
        step = player.act(step.observation());
        total += step.reward();
        length++;
      }
      if (stage != null && !stage.show(env.render(), title(id, i, total))) {
        return;
      }
      returns.add(total);
      lengths.add(length);
      stdout.println(
          String.format(
              Locale.ROOT, "Episode %d: return %.2f in %,d steps.", i + 1, total, length));
    }
  }

  private String title(String id, int episode, double total) {
    return String.format(
        Locale.ROOT, "%s - episode %d of %d - return %.1f", id, episode + 1, episodes, total);
  }

  private Returns summary() {
    return Returns.of(
        returns.stream().mapToDouble(r -> r).toArray(), lengths.stream().mapToLong(n -> n).sum());
  }

  private Map<String, Object> answer(String id) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("env", id);
    answer.put("model", file.toString());
    answer.put("seed", seed);
    answer.put("episodes", returns.size());
    answer.put("returns", returns);
    answer.put("lengths", lengths);
    if (!returns.isEmpty()) {
      answer.put("return_mean", summary().mean());
      answer.put("return_std", summary().std());
    }
    if (gif != null) {
      answer.put("gif", gif.toString());
    }
    return answer;
  }
}
