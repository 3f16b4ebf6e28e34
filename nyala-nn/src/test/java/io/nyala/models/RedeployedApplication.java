// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.kernel.WorkerPool;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.function.Supplier;

/** What an application does with a network, loaded by a class loader of its own. */
public final class RedeployedApplication implements Supplier<String> {
  /** For the server. */
  public RedeployedApplication() {}

  @Override
  public String get() {
    WorkerPool.useThreads(2);
    Model model =
        Sequential.of(
            input(16, 16, 3),
            conv2D(32, 3),
            flatten(),
            dense(64),
            dropout(0.5),
            reshape(8, 8),
            lstm(16),
            dense(1));
    model.compile(adam(1e-3), meanSquaredError());
    Tensor x = Tensor.zeros(Shape.of(64, 16, 16, 3));
    model.fit(x, Tensor.zeros(Shape.of(64, 1)), fit().epochs(1).batchSize(32));
    return model.predict(x).shape().toString();
  }
}
