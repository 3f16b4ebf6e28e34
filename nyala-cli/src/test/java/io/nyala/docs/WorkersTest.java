// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.models.DataParallel;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The code of docs/workers.md. */
class WorkersTest {
  @Test
  void the_number_of_replicas_changes_no_bit() {
    Random random = new Random(1);
    float[] series = new float[200 * 8];
    float[] rises = new float[200];
    for (int i = 0; i < series.length; i++) {
      series[i] = random.nextFloat();
    }
    for (int r = 0; r < rises.length; r++) {
      rises[r] = series[8 * r + 7] > series[8 * r] ? 1 : 0;
    }
    Tensor x = Tensor.of(Shape.of(200, 8, 1), series);
    Tensor y = Tensor.of(Shape.of(200, 1), rises);
    Model model = network();
    // snippet:workers-fit
    model.compile(adam(1e-3), binaryCrossentropy(), accuracy());
    model.distribute(DataParallel.replicas(2));
    model.fit(x, y, fit().epochs(3).batchSize(64));
    // end:workers-fit
    Model again = network();
    again.compile(adam(1e-3), binaryCrossentropy(), accuracy());
    again.distribute(DataParallel.replicas(1));
    again.fit(x, y, fit().epochs(3).batchSize(64));
    assertThat(Weights.sha256(again)).isEqualTo(Weights.sha256(model));
  }

  private static Model network() {
    return Sequential.of(input(8, 1), lstm(10), dropout(0.2), dense(1).activation(SIGMOID));
  }
}
