// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.Callback;
import io.nyala.models.DataParallel;
import io.nyala.models.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each worker has only its part of the state of the optimizer, but files have all of it. */
class DividedStateTest {
  @TempDir Path folder;

  /** Looks at the state after each epoch, as a callback that saves the model does. */
  private static final class Onlooker extends Callback {
    private final List<String> seen = new ArrayList<>();

    @Override
    protected boolean onlyOnFirstWorker() {
      return true;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs) {
      seen.add(Networks.state(model()));
      seen.add(Networks.state(model()));
    }
  }

  private static byte[] arrays(Path checkpoints) throws Exception {
    try (ZipFile zip = new ZipFile(checkpoints.resolve("training.checkpoint").toFile())) {
      return zip.getInputStream(zip.getEntry("arrays.h5")).readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Networks.class,
      names = {"EVERYTHING_ADAMW", "LAMB", "WIDE", "ADAFACTOR"})
  void checkpoints_and_callbacks_get_all_of_it(Networks network) throws Exception {
    Onlooker alone = new Onlooker();
    Path one = folder.resolve("one");
    DataParallel how = DataParallel.replicas(1).shards(Networks.SHARDS);
    network.train(2, how, Checkpoints.in(one), alone);
    Path three = folder.resolve("three");
    Onlooker among = new Onlooker();
    SameBitsTest.inThreads(
        3,
        worker ->
            network.train(
                2,
                worker.distribution(Networks.SHARDS),
                Checkpoints.in(three),
                worker.isFirst() ? among : new Onlooker()));
    assertThat(alone.seen).hasSize(4);
    assertThat(among.seen).isEqualTo(alone.seen);
    assertThat(arrays(three)).isEqualTo(arrays(one));
  }

  @Test
  void another_number_of_workers_goes_on() throws Exception {
    Networks network = Networks.EVERYTHING_ADAMW;
    Path checkpoints = folder.resolve("run");
    int[] workers = {3, 1, 2, 4};
    for (int epochs = 1; epochs <= workers.length; epochs++) {
      int until = epochs;
      SameBitsTest.inThreads(
          workers[epochs - 1],
          worker ->
              network.train(
                  until,
                  worker.distribution(Networks.SHARDS),
                  Checkpoints.in(checkpoints).parts()));
    }
    Path alone = folder.resolve("alone");
    network.train(
        workers.length,
        DataParallel.replicas(1).shards(Networks.SHARDS),
        Checkpoints.in(alone).parts());
    assertThat(arrays(checkpoints)).isEqualTo(arrays(alone));
  }

  /** Repeated calls of fit, and a step on its own, divide a state that was completed before. */
  @Test
  void trainings_follow_each_other() throws Exception {
    Networks network = Networks.WIDE;
    SameBitsTest.Work program =
        worker -> {
          Model model = network.network();
          model.compile(network.optimizer(), meanSquaredError());
          DataParallel how = DataParallel.replicas(1).shards(Networks.SHARDS);
          model.distribute(worker == null ? how : how.among(worker));
          model.fit(network.x(), network.y(), fit().epochs(1));
          model.fit(network.x(), network.y(), fit().epochs(2).initialEpoch(1));
          model.trainOnBatch(network.x(), network.y());
          model.distribute(null);
          model.distribute(worker == null ? how : how.among(worker));
          model.trainOnBatch(network.x(), network.y());
          model.distribute(null);
          return Networks.state(model);
        };
    assertThat(SameBitsTest.inThreads(2, program)).containsOnly(program.of(null));
  }

  @Test
  void others_say_where_the_state_is() throws Exception {
    Networks network = Networks.ADAM;
    SameBitsTest.inThreads(
        2,
        worker -> {
          Model model = network.network();
          model.compile(network.optimizer(), meanSquaredError());
          model.distribute(worker.distribution(Networks.SHARDS));
          model.fit(network.x(), network.y(), fit().epochs(1));
          if (worker.isFirst()) {
            assertThat(model.optimizer().slot(0)).hasSizeGreaterThan(50_000);
          } else {
            String message =
                "optimizer \"adam\": its state is divided between 2 workers; read or save it on"
                    + " worker 0 when fit has ended, or call Model.distribute(null) on all workers"
                    + " before";
            assertThatThrownBy(() -> model.optimizer().slot(0)).hasMessage(message);
            assertThatThrownBy(() -> Networks.state(model)).hasMessage(message);
          }
          return null;
        });
  }
}
