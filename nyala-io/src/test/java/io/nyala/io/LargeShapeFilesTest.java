// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files whose layers would need more than any array holds. */
@Timeout(5)
class LargeShapeFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "pad.keras, c (ZeroPadding2D) on input",
    "upsample.keras, c (UpSampling2D) on input",
    "concat40.keras, c28 (Concatenate) on input"
  })
  void shared_files_are_refused_by_the_name_of_the_layer(String name, String layer) {
    Path file = Fixtures.file("hostile").resolve(name);
    assertThatThrownBy(() -> ModelFiles.load(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(layer);
  }

  /** The class and the settings of one layer on images of 8 x 8 with one channel. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ZeroPadding2D| 'padding': 2147483647",
        "ZeroPadding2D| 'padding': [[2147483647, 2147483647], [0, 0]]",
        "ZeroPadding2D| 'padding': 4294967295",
        "UpSampling2D| 'size': [1000000, 1000000]",
        "UpSampling2D| 'size': [536870912, 1], 'interpolation': 'bilinear'",
        "Cropping2D| 'cropping': 2147483647",
        "Resizing| 'height': 1000000, 'width': 1000000",
        "CenterCrop| 'height': 1000000, 'width': 1000000",
        "Reshape| 'target_shape': [65536, 65536]",
        "Dense| 'units': 2147483647",
        "Dense| 'units': 9223372036854775807",
        "Conv2D| 'filters': 2147483647, 'kernel_size': [1, 1]",
        "Conv2D| 'filters': 1, 'kernel_size': [65536, 65536]",
        "Conv2D| 'filters': 1, 'kernel_size': [3, 3], 'dilation_rate': [2147483647, 1]",
        "Conv2DTranspose| 'filters': 1, 'kernel_size': [1, 1], 'strides': [1073741824, 1]",
        "DepthwiseConv2D| 'kernel_size': [1, 1], 'depth_multiplier': 2147483647",
        "MaxPooling2D| 'pool_size': [65536, 65536], 'padding': 'same'",
      })
  void layers_that_are_too_large_are_refused(String layer) throws IOException {
    String[] parts = layer.split("\\|");
    String config =
        """
        {'module': 'keras', 'class_name': 'Sequential', 'config': {'name': 's', 'layers': [
          {'module': 'keras.layers', 'class_name': 'InputLayer',
           'config': {'batch_shape': [null, 8, 8, 1], 'name': 'i'}},
          {'module': 'keras.layers', 'class_name': '%s', 'config': {'name': 'large', %s}}]}}
        """
            .formatted(parts[0], parts[1])
            .replace('\'', '"');
    Path file = folder.resolve("large.keras");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("config.json"));
      zip.write(config.getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> ModelFiles.load(file))
        .isInstanceOfAny(ModelFileException.class, IllegalArgumentException.class)
        .hasMessageContaining("large.keras")
        .hasMessageMatching("(?s).*(large|" + parts[0] + ").*")
        .hasMessageNotContaining("has no model.weights.h5");
  }
}
