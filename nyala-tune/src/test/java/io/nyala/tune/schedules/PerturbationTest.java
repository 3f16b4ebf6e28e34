// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PerturbationTest {
  private static final Perturbation NEVER_ANEW = new Perturbation(0, 0.8, 1.2);

  /** All values that come out of many changes of one. */
  private static TreeSet<String> changes(Consumer<Hyperparameters> space, Object value) {
    SearchSpace one = Hyperparameters.declare(space);
    Random random = new Random(1);
    TreeSet<String> found = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      found.add(NEVER_ANEW.of(one, new Assignment(Map.of("h", value)), random).get("h") + "");
    }
    return found;
  }

  @Test
  void numbers_are_multiplied_and_stay_in_their_range() {
    assertThat(changes(hp -> hp.floatRange("h", 0, 10), 5.0)).containsExactly("4.0", "6.0");
    assertThat(changes(hp -> hp.floatRange("h", 0, 10), 9.0)).contains("10.0");
    assertThat(changes(hp -> hp.floatRange("h", 1, 100).log(), 1.0)).contains("1.0");
    assertThat(changes(hp -> hp.intRange("h", 1, 100), 50)).containsExactly("40", "60");
  }

  @Test
  void steps_are_moved_by_at_least_one() {
    assertThat(changes(hp -> hp.intRange("h", 1, 100), 2)).containsExactly("1", "3");
    assertThat(changes(hp -> hp.intRange("h", 32, 512).step(32), 64)).containsExactly("32", "96");
    assertThat(changes(hp -> hp.intRange("h", 32, 512).step(32), 320))
        .containsExactly("256", "384");
    assertThat(changes(hp -> hp.intRange("h", 8, 512).log().step(2), 64))
        .containsExactly("128", "32");
    assertThat(changes(hp -> hp.floatRange("h", 0, 0.5).step(0.25), 0.25))
        .containsExactly("0.0", "0.5");
    assertThat(changes(hp -> hp.intRange("h", 1, 4), 4)).containsExactly("3", "4");
  }

  @Test
  void ordered_choices_move_to_a_neighbor_and_labels_stay() {
    assertThat(changes(hp -> hp.choice("h", 16, 32, 64), 32)).containsExactly("16", "64");
    assertThat(changes(hp -> hp.choice("h", "adam", "sgd"), "sgd")).containsExactly("sgd");
    assertThat(changes(hp -> hp.bool("h"), true)).containsExactly("true");
  }

  @Test
  void a_share_is_drawn_anew() {
    SearchSpace space = Hyperparameters.declare(hp -> hp.choice("h", "a", "b", "c", "d"));
    Random random = new Random(2);
    int changed = 0;
    for (int i = 0; i < 4000; i++) {
      Assignment values = new Assignment(Map.of("h", "a"));
      changed += new Perturbation(0.25, 0.8, 1.2).of(space, values, random).equals(values) ? 0 : 1;
    }
    // A quarter is drawn anew, and three quarters of these get another label.
    assertThat(changed / 4000.0).isBetween(0.17, 0.21);
  }

  @Test
  void what_begins_to_apply_is_drawn() {
    SearchSpace space =
        Hyperparameters.declare(
            hp -> {
              hp.choice("layers", 1, 2);
              hp.when("layers", 2).floatRange("drop", 0, 1);
            });
    Random random = new Random(3);
    Assignment one = new Assignment(Map.of("layers", 1));
    Assignment changed = NEVER_ANEW.of(space, one, random);
    while (changed.equals(one)) {
      changed = NEVER_ANEW.of(space, one, random);
    }
    assertThat(changed.getDouble("drop")).isBetween(0.0, 1.0);
  }
}
