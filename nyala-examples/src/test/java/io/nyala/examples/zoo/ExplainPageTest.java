// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.evaluation.Judgement;
import io.nyala.explain.Explainer;
import io.nyala.explain.Neighbours;
import io.nyala.explain.Neighbours.Neighbour;
import io.nyala.io.tensorboard.Projector;
import io.nyala.models.Model;
import io.nyala.plot.HeatMap;
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

/** The code about looking into predictions of {@code docs/transfer.md}, run. */
class ExplainPageTest {
  @TempDir Path folder;

  private static Tensor images(int rows) {
    Shape shape = Shape.of(rows, 64, 64, 3);
    float[] pixels = new float[shape.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 37L + i / 64) % 256;
    }
    return Tensor.of(shape, pixels);
  }

  @Test
  void the_page() throws IOException {
    Transfer transfer = Zoo.mobileNetV2().alpha(0.35).imageSize(64, 64).head(2);
    Model model = transfer.model();
    Tensor photos = images(4);
    Tensor y = Tensor.of(Shape.of(4, 1), 0f, 1, 0, 1);
    List<String> names = List.of("cat", "dog");
    List<String> files = List.of("a.jpg", "b.jpg", "c.jpg", "d.jpg");

    // snippet:explain-maps
    Explainer explainer = Explainer.of(model); // or .layer("block_16_project"), for example
    int[] classes = explainer.predicted(photos);
    Tensor maps = explainer.gradCam(photos, classes); // (rows, height, width), from 0 to 1
    Tensor pixels = explainer.saliency(photos, classes);
    Tensor smooth = explainer.smoothGrad(photos, classes, 20, 0.1, 1);

    Tensor shown = photos.dividedBy(255);
    Plots.grid(folder.resolve("maps.png"), HeatMap.over(shown, maps), 4);
    // end:explain-maps
    assertThat(explainer.usedLayer()).isEqualTo("out_relu");
    assertThat(pixels.shape()).isEqualTo(smooth.shape()).isEqualTo(Shape.of(4, 64, 64));
    assertThat(folder.resolve("maps.png")).isNotEmptyFile();

    // snippet:explain-mistakes
    List<Judgement> worst = Judgement.worstFirst(y, model.predict(photos));
    Plots.mistakes(folder.resolve("worst.png"), "Test", worst, names, shown::row, files::get);
    // end:explain-mistakes
    assertThat(folder.resolve("worst.png")).isNotEmptyFile();

    Tensor photo = images(1);
    // snippet:explain-neighbours
    Tensor features = transfer.features(photos);
    Neighbours known = Neighbours.of(features);
    List<Neighbour> similar = known.nearest(transfer.features(photo), 3);
    Projector.write(folder.resolve("logs"), "photos", features, files, shown);
    // end:explain-neighbours
    assertThat(similar.getFirst().row()).isZero();
    assertThat(folder.resolve("logs/photos_sprite.png")).isNotEmptyFile();
  }
}
