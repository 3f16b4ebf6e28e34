// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.Callback;
import io.nyala.models.training.Checkpointer;
import java.nio.file.Path;
import java.util.Map;

/** One worker as a program of its own: prints a line for each step, then the result. */
final class Program {
  private Program() {}

  /**
   * Joins the cluster named by the environment and trains.
   *
   * @param arguments the name of the network, and a folder for checkpoints or "-"
   */
  public static void main(String[] arguments) {
    Networks network = Networks.valueOf(arguments[0]);
    try (ClusterWorker worker =
        ClusterWorker.join(ClusterSettings.fromEnvironment(System.getenv()))) {
      Callback steps =
          new Callback() {
            @Override
            public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
              System.out.println("step");
            }
          };
      Checkpointer checkpoints =
          arguments[1].equals("-") ? null : Checkpoints.in(Path.of(arguments[1])).everySteps(1);
      System.out.println(
          "result " + network.train(worker.distribution(Networks.SHARDS), checkpoints, steps));
    } catch (ClusterException e) {
      System.out.println("cluster " + e.rank() + " " + e.getMessage());
      System.exit(3);
    }
  }
}
