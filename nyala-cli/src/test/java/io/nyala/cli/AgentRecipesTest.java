// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static io.nyala.cli.RecordedApp.metric;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes whose agents make their own data. */
class AgentRecipesTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  private Map<String, Object> run(String command) throws Exception {
    Path out = folder.resolve("out");
    String line = "run " + command + " --seed 3 --json --out " + out;
    assertThat(app.run(line.split(" "))).as(app.stderr()).isZero();
    assertThat(out).isDirectoryContaining(f -> f.endsWith("learning-curves.png"));
    assertThat(Files.readAllBytes(out.resolve("agent.gif"))).startsWith('G', 'I', 'F');
    Map<String, Object> report = app.json();
    for (String name : "test_return_mean test_return_std env_steps_per_second".split(" ")) {
      assertThat(metric(report, name)).as(name).isFinite();
    }
    assertThat(metric(report, "env_steps_per_second")).isPositive();
    return report;
  }

  @ParameterizedTest
  @ValueSource(strings = {"book", "zoo"})
  void an_agent_holds_a_pole(String preset) throws Exception {
    Map<String, Object> report = run("cartpole-dqn --epochs 4 --preset " + preset);
    assertThat(report).containsEntry("epochs", 4).containsEntry("steps", 4000);
    assertThat(metric(report, "env_steps")).isEqualTo(4000);
    assertThat(metric(report, "solved_at_step")).isGreaterThanOrEqualTo(-1);
    assertThat(app.stdout()).contains("Epoch 1/4 - return ", " - epsilon ", "Test without explor");

    Model kept = ModelFiles.load(folder.resolve("out/model.keras"));
    assertThat(kept.outputShapes().getFirst().last()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cartpole-dqn --preset zoo --epochs 2", "cartpole-ppo --epochs 2"})
  void one_seed_gives_the_same_weights_whatever_the_threads(String command) throws Exception {
    Object alone = run(command + " --threads 1").get("weights_sha256");
    assertThat(run(command + " --threads 2 --fresh").get("weights_sha256")).isEqualTo(alone);
  }

  @Test
  void a_policy_holds_a_pole() throws Exception {
    Map<String, Object> report = run("cartpole-ppo --epochs 20 --doctor");
    assertThat(metric(report, "env_steps")).isEqualTo(20 * 1024);
    assertThat(metric(report, "test_return_mean")).isGreaterThan(60); // at random 22
    ModelFiles.load(folder.resolve("out/model.keras"));
    assertThat(app.stdout()).contains("The doctor found nothing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lunarlander-dqn", "lunarlander-dqn --preset zoo", "lunarlander-ppo"})
  void an_agent_begins_to_land(String command) throws Exception {
    boolean policy = command.endsWith("ppo");
    Map<String, Object> report = run(command + " --data sample --epochs 4");
    assertThat(metric(report, "env_steps")).isEqualTo(policy ? 4 * 512 : 4 * 250);
    assertThat(metric(report, "solved_at_step")).isEqualTo(-1);
    assertThat(app.stdout()).contains("No evaluation during training reached 200.");
    Model kept = ModelFiles.load(folder.resolve("out/model.keras"));
    assertThat(kept.outputShapes().getFirst().last()).isEqualTo(4);
    String play = "play " + command.split(" ")[0] + " --episodes 1 --model ";
    assertThat(app.run((play + folder.resolve("out/model.keras")).split(" "))).isZero();
    assertThat(app.stdout()).contains("Episode 1: return ");
  }

  @Test
  void an_agent_plays_breakout() throws Exception {
    Map<String, Object> report = run("breakout-dqn --data sample --epochs 4");
    assertThat(metric(report, "env_steps")).isEqualTo(2000);
    assertThat(metric(report, "solved_at_step")).isEqualTo(-1);
    Model kept = ModelFiles.load(folder.resolve("out/model.keras"));
    assertThat(kept.inputTypes().getFirst().shape().drop(0).dims()).containsExactly(10, 10, 4);
    assertThat(kept.outputShapes().getFirst().last()).isEqualTo(3);
  }

  @Test
  void an_agent_plays_breakout_from_pictures() throws Exception {
    Map<String, Object> report = run("breakout-dqn --pixels --data sample --epochs 1");
    assertThat(metric(report, "env_steps")).isEqualTo(500);
    Model kept = ModelFiles.load(folder.resolve("out/model.keras"));
    assertThat(kept.inputTypes().getFirst().shape().drop(0).dims()).containsExactly(4, 84, 84);
  }

  @Test
  void an_agent_crosses_the_lake() throws Exception {
    Map<String, Object> report = run("frozenlake-q --epochs 150");
    assertThat(metric(report, "test_return_mean")).isGreaterThan(0.55); // the best there is is 0.74
    Model table = ModelFiles.load(folder.resolve("out/model.keras"));
    assertThat(table.getWeights().getFirst().shape().dims()).containsExactly(16, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cartpole-dqn --preset best|--preset must be book or zoo, got 'best'",
        "lunarlander-dqn --preset ours|--preset must be book or zoo, got 'ours'",
        "cartpole-dqn --data /tmp|an agent generates its data, so --data must be",
        "frozenlake-q --data /tmp|an agent generates its data, so --data must be",
      })
  void says_what_is_wrong(String command, String message) {
    String line = "run " + command + " --out " + folder.resolve("out");
    assertThat(app.run(line.split(" "))).isEqualTo(2);
    assertThat(app.stderr()).contains(message);
  }
}
