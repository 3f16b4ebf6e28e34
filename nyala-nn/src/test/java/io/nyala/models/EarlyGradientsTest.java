// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv1D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Layer;
import io.nyala.peers.GradientSum;
import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other processes get the gradients of the last layers while the first ones are computed. */
class EarlyGradientsTest {
  /** A single process that keeps what it could send, as it was then. */
  private static final class Recorder implements Peers, GradientSum {
    private final List<Integer> from = new ArrayList<>();
    private final List<float[]> then = new ArrayList<>();
    private float[] now;

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public void gather(Topic topic, float[] values, int[] bounds) {}

    @Override
    public void gather(Topic topic, int[] values, int[] bounds) {}

    @Override
    public void gatherInFirst(Topic topic, float[] values, int[] bounds) {}

    @Override
    public GradientSum gradientSum(int[] bounds) {
      return this;
    }

    @Override
    public void begin(int shards) {
      from.clear();
      then.clear();
    }

    @Override
    public void ready(int shard, float[] gradient, int first) {
      from.add(first);
      then.add(gradient.clone());
    }

    @Override
    public void finish(float[] sum) {
      now = sum.clone();
    }

    @Override
    public long bytes(int shards) {
      return 0;
    }
  }

  private static List<Integer> offsets(Model model) {
    List<Integer> offsets = new ArrayList<>(List.of(0));
    for (Layer layer : model.layers()) {
      layer.weights().stream()
          .filter(w -> w.trainable())
          .forEach(w -> offsets.add(offsets.getLast() + w.variable().size()));
    }
    return offsets;
  }

  @Test
  void layer_by_layer_from_the_last() {
    Model model =
        Sequential.of(
            input(12, 3),
            conv1D(8, 3).activation(RELU),
            batchNormalization(),
            conv1D(8, 3).activation(RELU),
            flatten(),
            dense(10).activation(RELU),
            dense(1));
    Recorder recorder = new Recorder();
    model.compile(sgd(0.01), meanSquaredError());
    model.distribute(DataParallel.replicas(1).shards(1).among(recorder));
    Tensor x = Data.normal(1, 16 * 12, 3).reshape(Shape.of(16, 12, 3));
    for (int step = 0; step < 2; step++) {
      model.trainOnBatch(x, Data.normal(2, 16, 1));

      assertThat(recorder.from).isSubsetOf(offsets(model)).endsWith(0);
      for (int i = 0; i < recorder.from.size(); i++) {
        int first = recorder.from.get(i);
        assertThat(i == 0 || first <= recorder.from.get(i - 1)).isTrue();
        assertThat(tail(recorder.then.get(i), first)).isEqualTo(tail(recorder.now, first));
      }
      // Each layer with weights is complete before the one below it.
      List<Integer> offsets = offsets(model);
      assertThat(recorder.from)
          .contains(offsets.get(2), offsets.get(4), offsets.get(6), offsets.get(8));
    }
  }

  private static float[] tail(float[] array, int from) {
    return Arrays.copyOfRange(array, from, array.length);
  }
}
