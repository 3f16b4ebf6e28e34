// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMatchesTest {
  private static final List<String> NAMES =
      List.of("wine-regression", "seizure-binary", "mnist-multiclass", "mnist-gan", "quickstart");

  @Test
  void forgives_slips_of_the_finger() {
    assertThat(NearMatches.of("wine-regresion", NAMES)).containsExactly("wine-regression");
    assertThat(NearMatches.of("Quikstrat", NAMES)).containsExactly("quickstart");
  }

  @Test
  void completes_parts_of_names_nearest_first() {
    assertThat(NearMatches.of("mnist", NAMES)).containsExactly("mnist-gan", "mnist-multiclass");
    assertThat(NearMatches.of("binary", NAMES)).containsExactly("seizure-binary");
  }

  @Test
  void does_not_guess_wildly() {
    assertThat(NearMatches.of("cifar", NAMES)).isEmpty();
    assertThat(NearMatches.hint("cifar", NAMES)).startsWith("known: wine-regression, ");
    assertThat(NearMatches.hint("cifar", List.of())).isEqualTo("there are none yet");
  }
}
