// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.cluster.ClusterSettings;
import io.nyala.cluster.ClusterWorker;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.DataParallel;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/cluster.md, here with two workers in one process. */
class ClusterTest {
  @TempDir Path temporary;

  @Test
  void two_workers_train_as_one() throws Exception {
    Random random = new Random(1);
    float[] values = new float[200 * 8];
    float[] rises = new float[200];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    for (int r = 0; r < rises.length; r++) {
      rises[r] = values[8 * r + 7] > values[8 * r] ? 1 : 0;
    }
    Tensor x = Tensor.of(Shape.of(200, 8), values);
    Tensor y = Tensor.of(Shape.of(200, 1), rises);
    Model alone = network();
    alone.compile(adam(1e-3), binaryCrossentropy(), accuracy());
    alone.distribute(DataParallel.replicas(1).shards(8));
    alone.fit(x, y, fit().epochs(3).batchSize(64));

    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int rank = 0; rank < 2; rank++) {
        Map<String, String> environment =
            Map.of(
                "NYALA_RANK",
                String.valueOf(rank),
                "NYALA_WORKERS",
                "2",
                "NYALA_RENDEZVOUS",
                "127.0.0.1:" + port,
                "NYALA_SECRET",
                "nobody else knows this");
        results.add(threads.submit(() -> work(network(), environment, x, y)));
      }
    }
    for (Future<String> result : results) {
      assertThat(result.get()).isEqualTo(Weights.sha256(alone));
    }
    assertThat(temporary.resolve("model.npz")).exists();
  }

  private String work(Model model, Map<String, String> environment, Tensor x, Tensor y)
      throws IOException {
    Path folder = temporary.resolve("checkpoints");
    Path file = temporary.resolve("model.npz");
    // snippet:cluster-fit
    try (ClusterWorker worker = ClusterWorker.join(ClusterSettings.fromEnvironment(environment))) {
      model.compile(adam(1e-3), binaryCrossentropy(), accuracy());
      model.distribute(worker.distribution(8)); // 8 shards
      model.fit(x, y, fit().epochs(3).batchSize(64).checkpoints(Checkpoints.in(folder)));
      if (worker.isFirst()) {
        model.saveWeights(file);
      }
    }
    // end:cluster-fit
    return Weights.sha256(model);
  }

  private static Model network() {
    return Sequential.of(input(8), dense(10), dropout(0.2), dense(1).activation(SIGMOID));
  }
}
