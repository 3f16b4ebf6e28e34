// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.nyala.io.files.JsonText;
import io.nyala.rl.classic.CartPole;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Single steps from states that were set by hand, and an episode of 500 steps. */
class TransitionsTest {
  private static final String FILE = "data/gym/classic_control_transitions.json";
  private static final double RELATIVE = 1e-12;

  private static Map<String, Object> data() throws IOException {
    String property = System.getProperty("nyala.shared");
    Optional<Path> file =
        property == null
            ? FilesAbove.find("shared/" + FILE)
            : Optional.of(Path.of(property, FILE)).filter(Files::exists);
    if (file.isEmpty()) {
      abort("large public data: no shared/" + FILE + " (set -Dnyala.shared=DIR)");
    }
    return JsonText.object(Files.readString(file.get()), FILE);
  }

  @Test
  void every_step_is_that_of_gymnasium() throws IOException {
    Map<?, ?> cases = (Map<?, ?>) data().get("cases");
    assertThat(cases).hasSize(4);
    for (Map.Entry<?, ?> task : cases.entrySet()) {
      Env env = Envs.make((String) task.getKey());
      SimpleEnv inside = (SimpleEnv) env.unwrapped();
      env.reset();
      for (Object each : (List<?>) task.getValue()) {
        Map<?, ?> row = (Map<?, ?>) each;
        inside.setVariables(Golden.doubles(row.get("s")));
        Step step =
            row.get("a") instanceof List<?> action
                ? inside.step(Golden.doubles(action))
                : inside.step((int) Golden.number(row.get("a")));
        double[] expected = Golden.doubles(row.get("s2"));
        for (int i = 0; i < expected.length; i++) {
          double most = RELATIVE * Math.max(1, Math.abs(expected[i]));
          assertThat(inside.currentVariables()[i])
              .as("%s %s", env, row)
              .isCloseTo(expected[i], within(most));
        }
        assertThat(step.reward()).isCloseTo(Golden.number(row.get("r")), within(1e-11));
        assertThat(step.terminated()).isEqualTo(row.get("terminated"));
      }
    }
  }

  @Test
  void a_long_episode_stays_beside_that_of_gymnasium() throws IOException {
    Map<?, ?> course = (Map<?, ?>) data().get("cartpole_trajectory");
    CartPole env = new CartPole();
    env.setVariables(Golden.doubles(course.get("start")));
    List<?> actions = (List<?>) course.get("actions");
    List<List<Object>> states = Golden.rows(course.get("states"));
    for (int i = 0; i < actions.size(); i++) {
      env.step((int) Golden.number(actions.get(i)));
      double[] expected = Golden.doubles(states.get(i));
      for (int j = 0; j < expected.length; j++) {
        assertThat(env.currentVariables()[j]).as("step %d", i).isCloseTo(expected[j], within(1e-9));
      }
    }
  }
}
