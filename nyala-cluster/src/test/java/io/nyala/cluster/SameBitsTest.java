// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any number of workers trains as one process does: weights, slots, metrics, evaluation. */
class SameBitsTest {
  @TempDir Path folder;

  /** Workers in threads of this process, which share nothing but the network. */
  static List<String> inThreads(int workers, Networks network) throws Exception {
    return inThreads(workers, worker -> network.train(worker.distribution(Networks.SHARDS), null));
  }

  /** The program of a worker. */
  interface Work {
    String of(ClusterWorker worker) throws Exception;
  }

  static List<String> inThreads(int workers, Work work) throws Exception {
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      int port = Processes.none(Path.of(System.getProperty("java.io.tmpdir"))).port();
      for (int r = 0; r < workers; r++) {
        ClusterSettings settings =
            ClusterSettings.of(r, workers)
                .rendezvous("127.0.0.1:" + port)
                .host("127.0.0.1")
                .secret(new byte[32]);
        results.add(
            threads.submit(
                () -> {
                  try (ClusterWorker worker = ClusterWorker.join(settings)) {
                    return work.of(worker);
                  }
                }));
      }
    }
    List<String> all = new ArrayList<>();
    for (Future<String> result : results) {
      all.add(result.get());
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(Networks.class)
  void two_and_seven_workers_train_as_one(Networks network) throws Exception {
    String alone = network.alone();
    assertThat(inThreads(2, network)).containsOnly(alone);
    assertThat(inThreads(7, network)).containsOnly(alone); // one has no shard
  }

  @Test
  void processes_train_as_one() throws Exception {
    String alone = Networks.ADAM.alone();
    for (int workers = 1; workers <= 3; workers++) {
      try (Processes all = Processes.start(folder, workers, Networks.ADAM, null)) {
        for (int r = 0; r < workers; r++) {
          assertThat(all.result(r)).isEqualTo(alone);
        }
      }
    }
  }
}
