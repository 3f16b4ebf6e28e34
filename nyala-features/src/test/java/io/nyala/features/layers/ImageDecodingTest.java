// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import static io.nyala.features.layers.FeatureLayers.imageDecoding;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.rescaling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.images.ImageDirectory;
import io.nyala.data.images.ImageOptions;
import io.nyala.data.images.Images;
import io.nyala.data.images.LabelMode;
import io.nyala.images.AspectRatio;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDecodingTest {
  @TempDir private Path dir;

  private Path picture(String name, int height, int width) {
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 37 % 256;
    }
    Path file = dir.resolve(name);
    Images.save(file, Tensor.of(Shape.of(height, width, 3), pixels));
    return file;
  }

  private static Tensor strings(String... strings) {
    return Tensor.ofStrings(Shape.of(strings.length, 1), strings);
  }

  @Test
  void takes_bytes_base64_and_paths() throws IOException {
    Path a = picture("a.png", 9, 14);
    Path b = picture("b.png", 20, 6);
    byte[] bytesA = Files.readAllBytes(a);
    byte[] bytesB = Files.readAllBytes(b);
    Tensor wanted =
        Tensor.stack(
            List.of(Images.resize(Images.load(a), 8, 10), Images.resize(Images.load(b), 8, 10)), 0);
    ImageDecoding layer = imageDecoding(8, 10);
    assertThat(layer.transform(strings(ImageDecoding.text(bytesA), ImageDecoding.text(bytesB))))
        .isEqualTo(wanted);
    Base64.Encoder base64 = Base64.getEncoder();
    assertThat(
            layer.transform(strings(base64.encodeToString(bytesA), base64.encodeToString(bytesB))))
        .isEqualTo(wanted);
    assertThat(imageDecoding(8, 10).paths().transform(strings(a.toString(), b.toString())))
        .isEqualTo(wanted);
  }

  @Test
  void gives_what_a_folder_of_images_gives() {
    Path file = picture("a.png", 31, 17);
    for (AspectRatio how : AspectRatio.values()) {
      ImageOptions options =
          ImageOptions.images()
              .imageSize(12, 12)
              .channels(1)
              .aspectRatio(how)
              .antialias()
              .labelMode(LabelMode.NONE);
      Tensor wanted =
          ImageDirectory.imageDatasetFromDirectory(dir, options)
              .training()
              .open(0)
              .next()
              .x()
              .get(0);
      Tensor found =
          imageDecoding(12, 12)
              .channels(1)
              .aspectRatio(how)
              .antialias()
              .paths()
              .transform(strings(file.toString()));
      assertThat(found).isEqualTo(wanted);
    }
  }

  @Test
  void is_saved_with_a_model_and_serves_by_name() throws IOException {
    byte[] bytes = Files.readAllBytes(picture("a.png", 9, 14));
    Model model =
        Sequential.of(
            input("photo", DType.STRING, 1),
            imageDecoding(16, 16).aspectRatio(AspectRatio.PAD).upright(),
            rescaling(1 / 255.0),
            conv2D(4, 3),
            globalAveragePooling2D());
    Tensor y = model.predict(strings(ImageDecoding.text(bytes)));
    Path file = dir.resolve("model.keras");
    ModelFiles.save(model, file);
    Model loaded = ModelFiles.load(file);
    assertThat(loaded.predict(strings(ImageDecoding.text(bytes)))).isEqualTo(y);
    String photo = Base64.getEncoder().encodeToString(bytes);
    double[] served = loaded.namedPredictor().predict(Map.of("photo", photo)).values();
    assertThat(served).hasSize(4);
    assertThat((float) served[2]).isEqualTo(y.at(0, 2));
  }

  @Test
  void bad_images_are_refused() {
    assertThatThrownBy(() -> imageDecoding(8, 8).named("photo").transform(strings("/etc/passwd!")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("photo (ImageDecoding), row 0: expected an image (");
    assertThatThrownBy(() -> imageDecoding(8, 8).paths().transform(strings("none.png")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.png: no such file");
    assertThatThrownBy(() -> imageDecoding(0, 8))
        .hasMessage("ImageDecoding: the size must be positive, got 0 x 8");
  }
}
