// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import static io.nyala.callbacks.Callbacks.learningRateFinder;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.callbacks.LearningRateFinder;
import io.nyala.models.Model;
import io.nyala.plot.Plots;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code about learning rates of {@code docs/transfer.md}, run. */
class RatesPageTest {
  @TempDir Path folder;

  @Test
  void the_page() throws IOException {
    Transfer transfer = Zoo.mobileNetV2().alpha(0.35).imageSize(32, 32).head(2);
    Tensor x = Tensor.full(Shape.of(8, 32, 32, 3), 100);
    Tensor y = Tensor.of(Shape.of(8, 1), 0f, 1, 0, 1, 0, 1, 0, 1);

    // snippet:transfer-rates
    transfer.unfreezeFrom("block_6_expand").freezeStatistics();
    transfer
        .model()
        .compile(
            sgd(1e-3)
                .momentum(0.9)
                .learningRateScale("^block_1[0-9]_", 0.3) // a regular expression
                .learningRateScale("^block_", 0.1), // all other blocks; the head keeps 1e-3
            binaryCrossentropy());
    // end:transfer-rates

    Model model = transfer.model();
    List<Tensor> before = model.getWeights();
    // snippet:transfer-finder
    LearningRateFinder finder = learningRateFinder().from(1e-6).to(1).steps(30);
    double rate = finder.find(model, x, y, 4); // weights and optimizer are as before
    Plots.learningRates(
        folder.resolve("rates.png"), "Rates", finder.rates(), finder.losses(), rate);
    // end:transfer-finder
    assertThat(rate).isBetween(1e-6, 1.0);
    assertThat(model.getWeights()).isEqualTo(before);
    assertThat(folder.resolve("rates.png")).isNotEmptyFile();
  }
}
