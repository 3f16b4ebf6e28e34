// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.io.ModelBytes;
import io.nyala.io.files.JsonText;
import io.nyala.losses.Losses;
import io.nyala.losses.Measure;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Optimizers;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A network as it is before training.
 *
 * @param file the bytes of a {@code .keras} file
 * @param loss the name of a loss in Keras, or its configuration as JSON; null for that of the file
 * @param optimizer the same for the optimizer
 * @param metrics the same for metrics; only with a loss
 * @param learningRate the learning rate, or null for that of the optimizer
 * @param seed the seed from which weights are drawn anew, or null for the weights of the file
 */
record NetworkPlan(
    byte[] file, String loss, String optimizer, String[] metrics, Double learningRate, Long seed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Builds and compiles the network.
   *
   * @throws IllegalArgumentException if it cannot be compiled so
   */
  Model build() {
    Model model = ModelBytes.load(file, "the network");
    if (loss != null) {
      Optimizer own = model.optimizer();
      Object form =
          optimizer != null ? form(optimizer) : own == null ? "adam" : Optimizers.toConfig(own);
      model.compile(
          Optimizers.fromConfig(form),
          Losses.fromConfig(form(loss)),
          Arrays.stream(metrics).map(NetworkPlan::metric).toArray(Measure[]::new));
    } else if (model.optimizer() == null) {
      throw new IllegalArgumentException(
          "the network is not compiled; compile it, or set the loss with setLoss(\"mse\")");
    } else if (optimizer != null || metrics.length > 0) {
      throw new IllegalArgumentException(
          "a new optimizer or new metrics replace all of the network's compilation; set the loss "
              + "too");
    }
    if (learningRate != null) {
      model.optimizer().learningRate(learningRate);
    }
    if (seed != null) {
      model.seed(seed);
    }
    return model;
  }

  private static Metric metric(String text) {
    Object form = form(text);
    Metric metric = Metrics.fromConfig(form);
    return form instanceof String name ? metric.named(name) : metric;
  }

  private static Object form(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return text;
    }
    try {
      return JsonText.object(text, "a setting of the training");
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
