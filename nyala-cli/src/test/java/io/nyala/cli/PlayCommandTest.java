// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.rl.EnvSpec;
import io.nyala.rl.Envs;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code play}; tests run without a display. */
class PlayCommandTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  /** The book's network for the lander, as Keras wrote it: {@code make_lander.py}. */
  private Path lander(String name) throws Exception {
    Path file = folder.resolve(name);
    Files.write(file, getClass().getResourceAsStream("play/" + name).readAllBytes());
    return file;
  }

  private Path network(int inputs, int outputs) throws Exception {
    Model model = Sequential.of(input(inputs), dense(8).activation(RELU), dense(outputs));
    Path file = folder.resolve("%d-%d.keras".formatted(inputs, outputs));
    ModelFiles.save(model.seed(1), file);
    return file;
  }

  private int run(String command) {
    return app.run(command.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lander.keras", "lander.h5"})
  void a_network_of_keras_lands(String name) throws Exception {
    String line = "play lunarlander-dqn --model %s --episodes 10 --seed 5 --json";
    assertThat(run(line.formatted(lander(name)))).as(app.stderr()).isZero();
    Map<String, Object> answer = app.json();
    assertThat(answer)
        .containsEntry("env", "LunarLander-v3")
        .containsEntry("episodes", 10)
        .containsEntry("seed", 5);
    assertThat((List<?>) answer.get("returns")).hasSize(10);
    assertThat(((Number) answer.get("return_mean")).doubleValue()).isGreaterThan(150);
    assertThat(app.stdout()).contains("Episode 10: return ", "Together: return ");
    assertThat(app.stderr()).contains("There is no display to open a window on", "--gif FILE");
  }

  @Test
  void films_all_episodes() throws Exception {
    Path gif = folder.resolve("film.gif");
    String line = "play LunarLander-v3 --model %s --episodes 2 --gif %s --json";
    assertThat(run(line.formatted(lander("lander.keras"), gif))).as(app.stderr()).isZero();
    List<?> lengths = (List<?>) app.json().get("lengths");
    int steps = lengths.stream().mapToInt(n -> ((Number) n).intValue()).sum();
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(in);
      assertThat((double) reader.getNumImages(true)).isCloseTo((steps + 2) / 2.0, within(1.0));
    }
    assertThat(app.json()).containsEntry("gif", gif.toString());
    assertThat(app.stderr()).doesNotContain("no display");
  }

  @Test
  void plays_with_throttles_and_without_a_picture() throws Exception {
    Path file = network(8, 2);
    assertThat(run("play LunarLanderContinuous-v3 --episodes 1 --model " + file)).isZero();
    assertThat(app.stdout()).contains("Episode 1: return -");
    assertThat(run("play Unseen --episodes 1 --model " + network(2, 3))).isZero();
    assertThat(app.stdout()).contains("Episode 1: return 7.00 in 7 steps.");
  }

  /** Cannot be drawn. */
  private static final class Unseen extends SimpleEnv {
    private final double[] variables = new double[1];

    private Unseen() {
      super("Unseen", Box.of(0, 1, 2), new Discrete(3));
    }

    @Override
    protected double[] variables() {
      return variables;
    }

    @Override
    protected void start(Reset how, Step first) {
      variables[0] = 0;
    }

    @Override
    protected void act(int action, Step next) {
      variables[0]++;
      next.reward(1).terminated(variables[0] == 7);
    }
  }

  @BeforeAll
  static void register() {
    Envs.register(new EnvSpec("Unseen", Unseen::new, 0, Double.NaN));
  }

  @Test
  void a_seed_gives_the_same_episode() throws Exception {
    Path file = network(4, 2);
    run("play cartpole-ppo --episodes 3 --seed 7 --json --model " + file);
    List<?> all = (List<?>) app.json().get("returns");
    run("play CartPole-v1 --episodes 1 --seed 9 --json --model " + file);
    assertThat((List<?>) app.json().get("returns")).isEqualTo(all.subList(2, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CartPole-v1 --model 8-4|observations of CartPole have the shape (4,), 4 numbers, but the network takes (8,)",
        "LunarLander-v3 --model 8-2|has 4 actions, so the network needs as many outputs; its output is (?, 2)",
        "LunarLanderContinuous-v3 --model 8-4|has 2 numbers in an action, so the network needs as many outputs",
        "Unseen --model 2-3 --gif x.gif|--gif: ",
        "lunarlander --model 8-4|no recipe with an agent and no environment called 'lunarlander'; did you mean lunarlander-dqn",
        "wine-regression --model 8-4|the recipe wine-regression has no agent that could play",
        "LunarLander-v3 --model missing|--model: ",
        "LunarLander-v3 --model 8-4 --episodes 0|--episodes must be at least 1, got 0",
        "LunarLander-v3 --model 8-4 --seed -1|--seed must be at least 0, got -1",
        "LunarLander-v3|Missing required option: '--model=FILE'",
      })
  void says_what_is_wrong(String command, String message) throws Exception {
    network(8, 4);
    network(8, 2);
    network(2, 3);
    String line =
        ("play " + command).replaceAll("--model (\\S+)", "--model " + folder + "/$1.keras");
    assertThat(run(line)).isEqualTo(2);
    assertThat(app.stderr()).contains(message);
  }
}
