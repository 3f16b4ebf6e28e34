// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.hub.Downloads;
import io.nyala.hub.FileCache;
import io.nyala.io.files.FormatException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.ClassNames.Prediction;
import io.nyala.zoo.networks.TrainedOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassNamesTest {
  @TempDir Path folder;

  private ClassNames index(int classes) throws IOException {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < classes; i++) {
      text.append("%s\"%d\": [\"n%d\", \"thing %d\"]".formatted(i == 0 ? "" : ", ", i, 100 + i, i));
    }
    Path file = folder.resolve("index.json");
    Files.writeString(file, text.append("}"));
    return ClassNames.read(file);
  }

  @Test
  void the_most_probable_classes_come_first() throws IOException {
    Tensor predictions =
        Tensor.of(Shape.of(2, 4), 0.1f, 0.5f, 0.3f, 0.1f, 0.25f, 0.25f, 0.25f, 0.25f);
    assertThat(index(4).decode(predictions, 2).getFirst())
        .containsExactly(
            new Prediction(1, "n101", "thing 1", 0.5f), new Prediction(2, "n102", "thing 2", 0.3f));
    assertThat(index(4).decode(predictions, 5).getLast())
        .extracting(Prediction::index)
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void other_shapes_are_refused() throws IOException {
    ClassNames names = index(1000);
    assertThat(names.decode(Tensor.zeros(Shape.of(3, 1000)), 5)).hasSize(3);
    for (Shape shape : new Shape[] {Shape.of(1, 999), Shape.of(1000), Shape.of(1, 7, 7, 1000)}) {
      assertThatThrownBy(() -> names.decode(Tensor.zeros(shape), 5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected predictions for 1,000 classes, (images, 1000), got");
    }
    assertThatThrownBy(() -> names.decode(Tensor.zeros(Shape.of(1, 1000)), 0))
        .hasMessageContaining("top");
  }

  @Test
  void lines_are_names_too() throws IOException {
    Path file = folder.resolve("names.txt");
    Files.writeString(file, "cat\ndog\n");
    assertThat(ClassNames.read(file).all()).containsExactly("cat", "dog");
  }

  @Test
  void another_file_is_refused() throws IOException {
    Path file = folder.resolve("index.json");
    Files.writeString(file, "{\"0\": [\"n1\", \"a\"], \"2\": [\"n2\", \"b\"]}");
    assertThatThrownBy(() -> ClassNames.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(file + ": expected [code, name] for class \"1\", got null");
  }

  @Test
  void the_names_of_imagenet_are_checked() throws IOException {
    FileCache cache = new FileCache(folder, new Downloads().offline(true));
    assertThatThrownBy(() -> ClassNames.of(TrainedOn.IMAGENET, cache))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no imagenet_class_index.json in " + folder.resolve("zoo"));
    Files.createDirectories(folder.resolve("zoo"));
    Files.writeString(folder.resolve("zoo/imagenet_class_index.json"), "{}");
    assertThatThrownBy(() -> ClassNames.of(TrainedOn.IMAGENET, cache))
        .hasMessageContaining("expected c2c37ea517e94d9795004a39431a14cb");
  }
}
