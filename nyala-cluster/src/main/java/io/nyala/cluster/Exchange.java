// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.peers.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The transfers of one exchange, of which some are still to be done. Guarded by the mesh. */
final class Exchange {
  private final Mesh mesh;
  private final Topic topic;
  private final int number;
  private final int[] missing;
  private int left;

  /**
   * Creates an exchange without transfers.
   *
   * @param number the same in all workers
   */
  Exchange(Mesh mesh, Topic topic, int number) {
    this.mesh = mesh;
    this.topic = topic;
    this.number = number;
    this.missing = new int[mesh.count()];
  }

  Topic topic() {
    return topic;
  }

  int number() {
    return number;
  }

  /** Adds a transfer from or to a worker. */
  void expect(int rank) {
    synchronized (mesh) {
      missing[rank]++;
      left++;
    }
  }

  void done(int rank) {
    synchronized (mesh) {
      missing[rank]--;
      left--;
      if (left == 0) {
        mesh.notifyAll();
      }
    }
  }

  /**
   * Waits for all transfers.
   *
   * @throws ClusterException if a worker is lost or missing
   */
  void await(Duration timeout) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      synchronized (mesh) {
        while (left > 0 && !mesh.hasFailed()) {
          long millis = (deadline - System.nanoTime()) / 1_000_000;
          if (millis <= 0) {
            late(timeout);
            break;
          }
          try {
            mesh.wait(millis);
          } catch (InterruptedException e) {
            interrupted = true; // the training stops between steps
          }
        }
      }
      mesh.check();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void late(Duration timeout) {
    List<Integer> ranks = new ArrayList<>();
    for (int r = 0; r < missing.length; r++) {
      if (missing[r] > 0) {
        ranks.add(r);
      }
    }
    mesh.fail(
        ranks.size() == 1 ? ranks.getFirst() : -1,
        "%s did not answer: waited %d s for %s"
            .formatted(mesh.describe(ranks), timeout.toSeconds(), topic),
        null);
  }
}
