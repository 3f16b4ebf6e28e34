// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/files.md. */
class FilesSnippetTest {
  @TempDir Path folder;

  @Test
  void models_and_checkpoints() {
    Model model = Sequential.of(input(3), dense(4), dense(1));
    model.compile(adam(1e-3), meanSquaredError());
    Tensor x = Tensor.full(Shape.of(20, 3), 1);
    Tensor y = Tensor.full(Shape.of(20, 1), 2);
    // snippet:checkpoints
    model.fit(x, y, fit().epochs(3).checkpoints(Checkpoints.in(folder).everySteps(100)));
    // end:checkpoints
    // snippet:model-files
    ModelFiles.save(model, folder.resolve("churn.keras"));
    Model again = ModelFiles.load(folder.resolve("churn.keras"));
    ModelFiles.saveWeights(again, folder.resolve("churn.safetensors"));
    ModelFiles.loadWeights(model, folder.resolve("churn.safetensors"));
    // end:model-files
    assertThat(again.predict(x)).isEqualTo(model.predict(x));
    assertThat(again.optimizer().iterations()).isEqualTo(3);
  }
}
