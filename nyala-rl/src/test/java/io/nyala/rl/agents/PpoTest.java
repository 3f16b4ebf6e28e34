// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.io.ModelFiles;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.rl.Envs;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.presets.ZooPresets;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.rl.vector.SerialVectorEnv;
import io.nyala.rl.wrappers.TimeLimit;
import io.nyala.saving.Weights;
import io.nyala.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PpoTest {
  private static final int STEPS = 10_240;

  @TempDir Path folder;

  @Test
  void estimates_advantages_as_by_hand() {
    Rollout rollout = new Rollout(3, 2, 1, 1);
    float[] values = {1, 10, 2, 20, 3, 30}; // step by step
    double[] rewards = {1, 1, 2, 2, 4, 4};
    for (int t = 0; t < 3; t++) {
      rollout.chosen(
          t,
          new float[2],
          new float[2],
          new float[2],
          new float[] {values[2 * t], values[2 * t + 1]});
      rollout.outcome(t, 0, rewards[2 * t], false);
      rollout.outcome(t, 1, rewards[2 * t + 1], t == 1);
    }
    rollout.estimate(0.5, 0.5, new float[] {8, 40});
    // First environment: deltas 4 + 4 - 3, 2 + 1.5 - 2, 1 + 1 - 1; factor 0.25.
    assertThat(rollout.advantage(2, 0)).isEqualTo(5);
    assertThat(rollout.advantage(1, 0)).isEqualTo(1.5f + 0.25f * 5);
    assertThat(rollout.advantage(0, 0)).isEqualTo(1 + 0.25f * 2.75f);
    // Second: an episode ends with the second step, so nothing behind it counts before.
    assertThat(rollout.advantage(2, 1)).isEqualTo(4 + 20 - 30);
    assertThat(rollout.advantage(1, 1)).isEqualTo(2 - 20);
    assertThat(rollout.advantage(0, 1)).isEqualTo(1 + 10 - 10 + 0.25f * -18);
  }

  private static OnPolicyAgent<?> learner(String name) {
    return name.equals("Ppo")
        ? Ppo.ofHidden(16).batchSize(32).valueClip(Annealed.constant(2)).rollout(16)
        : A2c.ofHidden(16).rollout(8);
  }

  /** The critic must learn values that can be written down, whatever a limit of steps cuts. */
  @ParameterizedTest
  @CsvSource({
    "Ppo, true, true",
    "Ppo, false, true",
    "Ppo, false, false",
    "A2c, true, false",
    "A2c, false, true"
  })
  void learns_the_values_of_a_chain(String name, boolean ends, boolean discrete) {
    Space actions = discrete ? new Discrete(2) : Box.of(-1, 1, 2);
    Chain chain = new Chain(3, ends, actions);
    SerialVectorEnv envs =
        new SerialVectorEnv(
            4,
            () ->
                ends
                    ? new Chain(3, true, actions)
                    : new TimeLimit(new Chain(3, false, actions), 4));
    OnPolicyAgent<?> agent =
        learner(name)
            .gamma(0.8)
            .learningRate(new Annealed(1e-2, 1e-4, 24_000))
            .mostGradient(100)
            .seed(1);
    agent.fit(envs, 24_000);
    float[] value = new float[1];
    for (int state = 0; state < 3; state++) {
      float[] row = new float[3];
      row[state] = 1;
      agent.critic().predictor().predict(row, value);
      assertThat((double) value[0]).isCloseTo(chain.value(state, 0.8), within(0.15));
    }
  }

  /** One action, then the end: minus the square of its distance from the best one. */
  private static final class Push extends SimpleEnv {
    private Push() {
      super("Push", Box.of(0, 1, 1), Box.of(-1, 1, 1));
    }

    @Override
    protected double[] variables() {
      return new double[0];
    }

    @Override
    protected void start(Reset how, Step first) {
      first.observation()[0] = 1;
    }

    @Override
    protected void act(double[] action, Step next) {
      next.observation()[0] = 1;
      next.reward(-(action[0] - 0.4) * (action[0] - 0.4)).terminated(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ppo", "A2c"})
  void finds_the_best_continuous_action_and_grows_sure(String name) {
    OnPolicyAgent<?> agent = learner(name).learningRate(1e-3).logStd(-1).seed(2);
    agent.fit(new SerialVectorEnv(8, Push::new), 30_000);
    float[] parameters = agent.policy().predictor().predict(1);
    assertThat(parameters[0]).isCloseTo(0.4f, within(0.08f));
    assertThat(parameters[1]).isLessThan(-1.3f);
    double[] action = new double[1];
    agent.greedy().accept(new float[] {1}, action);
    assertThat(action[0]).isEqualTo(parameters[0]);
    assertThat(agent.test(new Push(), 2, 0).mean()).isBetween(-0.01, 0.0);
  }

  /** Moves between 1000 and 1002 and pays in thousands; whatever it does is worth 0 or 1000. */
  private static final class Far extends SimpleEnv {
    private final double[] place = new double[1];

    private Far() {
      super("Far", Box.of(0, 2000, 1), new Discrete(2));
    }

    @Override
    protected double[] variables() {
      return place;
    }

    @Override
    protected void start(Reset how, Step first) {
      place[0] = random().integers(2);
      first.observation()[0] = (float) (1000 + 2 * place[0]);
    }

    @Override
    protected void act(int action, Step next) {
      next.observation()[0] = (float) (1000 + 2 * place[0]);
      next.reward(action == place[0] ? 1000 : 0).terminated(true);
    }
  }

  @Test
  void normalizes_observations_and_rewards_inside() {
    Ppo agent =
        Ppo.ofHidden(8)
            .rollout(32)
            .batchSize(32)
            .learningRate(3e-3)
            .normalizeObservations()
            .normalizeRewards()
            .seed(1);
    AgentReport report = agent.fit(new SerialVectorEnv(4, Far::new), 12_800);
    assertThat(agent.test(new Far(), 20, 0).mean()).isEqualTo(1000);
    assertThat(report.meanReturn(100)).isGreaterThan(900); // rewards as they were
    List<Tensor> moments =
        agent.policy().weights().stream().filter(w -> !w.trainable()).map(w -> w.get()).toList();
    assertThat(moments.get(0).floats()[0]).isCloseTo(1001, within(0.1f));
    assertThat(moments.get(1).floats()[0]).isCloseTo(1, within(0.05f));
    // Values are of rewards that were divided by their deviation, about 500 at first.
    assertThat(agent.critic().predictor().predict(1000)[0]).isBetween(0.5f, 10f);
  }

  @Test
  void a_judge_ends_the_training() {
    List<Integer> numbers = new ArrayList<>();
    AgentReport report =
        Ppo.ofHidden(4)
            .rollout(16)
            .batchSize(16)
            .fit(
                Envs.makeVector("CartPole-v1", 2),
                1000,
                AgentOptions.options()
                    .evaluate(Envs.make("CartPole-v1"), 64, 1)
                    .judge(
                        (number, mean) -> {
                          numbers.add(number);
                          return number == 3;
                        }));
    assertThat(report.steps()).isEqualTo(192);
    assertThat(numbers).containsExactly(1, 2, 3);
    AgentOptions without = AgentOptions.options().judge((number, mean) -> true);
    assertThatThrownBy(() -> Dqn.ofHidden(4).fit(Envs.make("CartPole-v1"), 10, without))
        .hasMessageContaining("keepBest and judge need evaluations");
  }

  @Test
  void policies_with_continuous_actions_go_into_files_and_come_back() {
    Ppo agent = Ppo.ofHidden(4).rollout(8).batchSize(16).logStd(-0.7).seed(4);
    agent.fit(Envs.makeVector("Pendulum-v1", 2), 16);
    Path file = folder.resolve("policy.keras");
    ModelFiles.save(agent.policy(), file);
    float[] seen = {0.5f, -0.5f, 1};
    assertThat(ModelFiles.load(file).predictor().predict(seen))
        .containsExactly(agent.policy().predictor().predict(seen));
  }

  @Test
  void learns_to_hold_the_pole() {
    Ppo agent = ZooPresets.ppo("CartPole-v1").agent().seed(1);
    AgentReport report =
        agent.fit(
            Envs.makeVector("CartPole-v1", 8),
            100_000,
            AgentOptions.options()
                .evaluate(Envs.make("CartPole-v1"), 10_000, 10)
                .stopWhenSolved(475));
    assertThat(report.solvedAt()).isBetween(1L, 100_000L);
    assertThat(agent.test(Envs.make("CartPole-v1"), 20, 1000).mean()).isGreaterThan(400);
  }

  // Killed and resumed

  private static String train(Checkpoints keeper) {
    Ppo agent = Ppo.ofHidden(16).rollout(64).batchSize(128).epochs(3).seed(5);
    AgentReport report =
        agent.fit(
            Envs.makeVector("CartPole-v1", 4),
            STEPS,
            AgentOptions.options()
                .evaluate(Envs.make("CartPole-v1"), 2000, 2)
                .keepBest()
                .checkpoints(keeper));
    return Weights.sha256(agent.policy())
        + Weights.sha256(agent.critic())
        + report.episodes().size();
  }

  /** A training that the test kills: arguments are the folder of checkpoints and the result. */
  public static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      String trained = train(Checkpoints.in(Path.of(arguments[0])).everySteps(1));
      Files.writeString(Path.of(arguments[1]), trained);
    }
  }

  @Test
  void ends_with_the_same_bits_after_kills() throws Exception {
    PlannedKills.Outcome outcome = PlannedKills.survived(Program.class, folder, 12);
    assertThat(outcome.kills()).isBetween(2, 10);
    assertThat(outcome.result()).isEqualTo(train(null));
  }

  @Test
  void sigkill_at_random_moments_changes_nothing() throws Exception {
    assertThat(RandomKills.survived(Program.class, folder)).isEqualTo(train(null));
  }

  @Test
  void refuses_what_it_cannot_do() {
    assertThatThrownBy(() -> Ppo.ofHidden(4).rollout(10).fit(Envs.makeVector("CartPole-v1", 2), 10))
        .hasMessageContaining("cannot be cut into batches of 64; take a batch that divides 20");
    assertThatThrownBy(() -> Ppo.ofHidden(4).rollout(64).fit(Envs.makeVector("Taxi-v4", 1), 10))
        .hasMessageContaining("use QLearning");
    assertThatThrownBy(() -> Ppo.ofHidden(4).lambda(2)).hasMessageContaining("got 2.0");
    assertThatThrownBy(() -> Ppo.ofHidden(4).policy()).hasMessageContaining("first fit");
    Ppo begun = Ppo.ofHidden(4).rollout(8).batchSize(8);
    begun.fit(Envs.makeVector("CartPole-v1", 1), 8);
    assertThatThrownBy(() -> begun.gamma(1)).hasMessageContaining("before the first training");
    assertThatThrownBy(() -> begun.fit(Envs.makeVector("CartPole-v1", 1), 8))
        .hasMessageContaining("in which it began");
  }

  /** Walks off to where there are no numbers. */
  private static final class Lost extends SimpleEnv {
    private final double[] place = new double[1];
    private final double reward;

    private Lost(double reward) {
      super("Lost", Box.of(-1, 1, 2), new Discrete(2));
      this.reward = reward;
    }

    @Override
    protected double[] variables() {
      return place;
    }

    @Override
    protected void start(Reset how, Step first) {
      place[0] = 0;
    }

    @Override
    protected void act(int action, Step next) {
      place[0]++;
      next.reward(reward);
      next.observation()[1] = place[0] < 5 ? 0.5f : Float.POSITIVE_INFINITY;
    }
  }

  @Test
  void says_what_is_wrong_with_its_environments() {
    Ppo agent = Ppo.ofHidden(4).rollout(8).batchSize(8);
    assertThatThrownBy(() -> agent.fit(new SerialVectorEnv(2, () -> new Lost(1)), 16))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gave the observation [0.0, Infinity] in environment 0");
    Ppo paid = Ppo.ofHidden(4).rollout(8).batchSize(8);
    assertThatThrownBy(() -> paid.fit(new SerialVectorEnv(2, () -> new Lost(Double.NaN)), 16))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gave the reward NaN in environment 0; rewards must be finite");
    AgentOptions other = AgentOptions.options().evaluate(Envs.make("Acrobot-v1"), 8, 1);
    assertThatThrownBy(() -> agent.fit(Envs.makeVector("CartPole-v1", 2), 16, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evaluate: Acrobot has observations of", "of its kind");
  }
}
