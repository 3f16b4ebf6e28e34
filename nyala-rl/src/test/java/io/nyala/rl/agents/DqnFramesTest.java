// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.rl.agents.AgentOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.rl.Envs;
import io.nyala.rl.env.Env;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.replay.Frames;
import io.nyala.rl.wrappers.FrameStack;
import io.nyala.saving.Weights;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deep Q network whose memory has each frame once. */
class DqnFramesTest {
  private static final int STEPS = 700;

  @TempDir Path folder;

  private static Env game() {
    return new FrameStack(Envs.make("MinAtar/Breakout-v1"), 3);
  }

  private static Dqn agent(int memory, Frames frames) {
    Dqn agent =
        Dqn.ofHidden(8)
            .memory(memory)
            .batchSize(8)
            .startAfter(50)
            .train(2, 1)
            .targetEvery(50)
            .steps(3)
            .prioritized(0.6, new Annealed(0.4, 1, STEPS))
            .policy(new EpsilonGreedy(new Annealed(1, 0.1, 300)))
            .seed(3);
    return frames == null ? agent : agent.frames(frames);
  }

  @Test
  void learns_what_it_learns_from_floats() {
    Dqn floats = agent(2000, null);
    floats.fit(game(), STEPS);
    Dqn bytes = agent(2000, Frames.stacked(3));
    bytes.fit(game(), STEPS);
    assertThat(Weights.sha256(bytes.network())).isEqualTo(Weights.sha256(floats.network()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "disk"})
  void goes_on_from_a_checkpoint_to_the_same_bits(String where) {
    Dqn whole = agent(200, Frames.stacked(3)); // the ring goes round three times
    whole.fit(game(), STEPS);

    Frames frames = Frames.stacked(3);
    Frames kept = where.equals("heap") ? frames : frames.onDisk(folder.resolve("frames"));
    Dqn broken = agent(200, kept);
    AgentCallback breaksOff =
        new AgentCallback() {
          @Override
          public boolean onStep(long step) {
            if (step == 460) {
              throw new IllegalStateException("killed");
            }
            return false;
          }
        };
    assertThatThrownBy(
            () ->
                broken.fit(
                    game(), STEPS, options().epoch(100).checkpoints(kept()).callbacks(breaksOff)))
        .hasMessage("killed");
    Dqn resumed = agent(200, kept);
    resumed.fit(game(), STEPS, options().epoch(100).checkpoints(kept()));
    assertThat(Weights.sha256(resumed.network())).isEqualTo(Weights.sha256(whole.network()));
  }

  private Checkpoints kept() {
    return Checkpoints.in(folder.resolve("kept"));
  }

  @Test
  void refuses_what_are_no_bytes_and_what_does_not_fit() {
    assertThatThrownBy(() -> agent(200, Frames.single()).fit(Envs.make("CartPole-v1"), STEPS))
        .hasMessageContaining("observations must be integers from 0 to 255");
    assertThatThrownBy(() -> agent(200, Frames.stacked(4)).fit(game(), STEPS))
        .hasMessageContaining("first axis must be 4, got the shape (3, 10, 10, 4)");
    assertThatThrownBy(() -> agent(Integer.MAX_VALUE, Frames.stacked(3)).fit(game(), STEPS))
        .hasMessageContaining("than the heap");
  }
}
