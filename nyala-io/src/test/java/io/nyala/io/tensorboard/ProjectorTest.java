// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points with small images; the form is that of TensorBoard's projector plugin. */
class ProjectorTest {
  private static final Tensor POINTS = Tensor.of(Shape.of(3, 2), 1f, 2, 3, 4, 5, 6);

  @TempDir Path folder;

  @Test
  void images_are_laid_out_row_by_row_in_a_square() throws IOException {
    // 2 x 1 pixels each: red, green and blue above black
    float[] pixels = {1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};
    Tensor images = Tensor.of(Shape.of(3, 2, 1, 3), pixels);
    Projector.write(folder, "pets", POINTS, List.of("a", "b", "c"), images);

    assertThat(folder.resolve("projector_config.pbtxt"))
        .content()
        .isEqualTo(
            """
            embeddings {
              tensor_name: "pets"
              tensor_path: "pets.tsv"
              tensor_shape: 3
              tensor_shape: 2
              metadata_path: "pets_metadata.tsv"
              sprite {
                image_path: "pets_sprite.png"
                single_image_dim: 1
                single_image_dim: 2
              }
            }
            """);
    float[] expected = new float[4 * 2 * 3];
    expected[0] = 1; // red at (0, 0)
    expected[3 + 1] = 1; // green at (0, 1)
    expected[2 * 6 + 2] = 1; // blue at (2, 0)
    assertThat(folder.resolve("pets_sprite.png"))
        .binaryContent()
        .isEqualTo(Png.encode(Tensor.of(Shape.of(4, 2, 3), expected)));
  }

  @Test
  void says_what_does_not_fit() {
    Tensor two = Tensor.zeros(Shape.of(2, 4, 4, 3));
    assertThatThrownBy(() -> Projector.write(folder, "pets", POINTS, null, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected an image for each of 3 points")
        .hasMessageContaining("got (2, 4, 4, 3)");
    Tensor large = Tensor.zeros(Shape.of(3, 2, 5000, 1));
    assertThatThrownBy(() -> Projector.write(folder, "pets", POINTS, null, large))
        .hasMessageContaining("more than 8192 pixels each way");
    assertThat(folder).isEmptyDirectory();
  }
}
