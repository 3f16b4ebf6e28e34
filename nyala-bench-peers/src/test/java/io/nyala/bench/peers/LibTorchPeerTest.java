// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.bench.Contender;
import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("libtorch")
class LibTorchPeerTest extends PeerContract {
  @Override
  Contender peer() {
    return new LibTorchPeer();
  }

  @Test
  void learns_the_next_step_of_a_sequence() {
    Workload workload = new Workload.TransformerTraining("small", 16, 4, 12, 2);
    try (Step step = peer().prepare(workload, 1)) {
      // Output and targets have a variance of 1 and are independent before training.
      double before = step.witness();
      assertThat(before).isBetween(1.7, 2.3);
      step.run();
      assertThat(step.witness()).isLessThan(before).isGreaterThan(0);
    }
  }
}
