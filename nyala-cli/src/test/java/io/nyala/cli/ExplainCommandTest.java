// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.images.Images;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
  private static final int SIZE = 64;

  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;
  private Path photo;
  private Model pets;

  @BeforeEach
  void photoAndModel() throws IOException {
    photo = folder.resolve("photo.png");
    Images.save(photo, Tensor.full(Shape.of(SIZE, SIZE, 3), 120));
    pets = Zoo.mobileNetV2().alpha(0.35).imageSize(SIZE, SIZE).head(2).model();
    ModelFiles.save(pets, folder.resolve("pets.keras"));
    Files.writeString(folder.resolve("names.txt"), "cat\ndog\n");
  }

  private int run(String options) {
    List<String> line = new ArrayList<>(List.of("explain", photo.toString()));
    for (String option : options.replace("FOLDER", folder.toString()).split(" ")) {
      line.add(option);
    }
    return app.run(line.toArray(String[]::new));
  }

  private Map<String, Object> answer() throws IOException {
    return JSON.std.mapFrom(app.stdout().lines().toList().getLast());
  }

  @Test
  void explains_the_class_that_is_asked_for() throws IOException {
    String options = "--model FOLDER/pets.keras --classes FOLDER/names.txt --json";
    assertThat(run(options + " --class dog --layer block_16_project --out FOLDER/a.png"))
        .as(app.stderr())
        .isZero();
    double dog = pets.predict(Tensor.full(Shape.of(1, SIZE, SIZE, 3), 120)).item();
    assertThat(answer())
        .containsEntry("class", 1)
        .containsEntry("name", "dog")
        .containsEntry("layer", "block_16_project")
        .containsEntry("out", folder.resolve("a.png").toString());
    assertThat((Double) answer().get("probability")).isCloseTo(dog, within(1e-6));
    assertThat(folder.resolve("a.png")).isNotEmptyFile();
  }

  @Test
  void explains_the_most_probable_class_by_default() throws IOException {
    assertThat(run("--model FOLDER/pets.keras --json --out FOLDER/b.svg")).isZero();
    double dog = pets.predict(Tensor.full(Shape.of(1, SIZE, SIZE, 3), 120)).item();
    assertThat(answer())
        .containsEntry("class", dog > 0.5 ? 1 : 0)
        .containsEntry("name", "class " + (dog > 0.5 ? 1 : 0))
        .containsEntry("layer", "out_relu");
    assertThat(folder.resolve("b.svg")).content().contains("Grad-CAM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model alexnet|--model: no file and no network 'alexnet'; there are mobilenet",
        "--model squeezenet|or set --weights FILE to weights with a classifier",
        "--model FOLDER/pets.keras --alpha 1|--weights and --alpha belong to a network of the zoo",
        "--model FOLDER/pets.keras --class 2|--class: expected a number from 0 to 1, got '2'",
        "--model FOLDER/pets.keras --classes FOLDER/names.txt --class cow|or a name from --classes",
        "--model FOLDER/pets.keras --classes FOLDER/none.txt|--classes: no such file: ",
        "--model FOLDER/pets.keras --layer out_rely|--layer: ",
        "--model FOLDER/pets.keras --layer head|--layer: ",
      })
  void says_what_is_wrong(String options, String message) {
    assertThat(run(options)).isEqualTo(2);
    assertThat(app.stderr()).contains(message);
  }

  @Test
  void says_which_photograph_cannot_be_read() {
    photo = folder.resolve("none.jpg");
    assertThat(run("--model FOLDER/pets.keras")).isEqualTo(2);
    assertThat(app.stderr()).contains("none.jpg");
  }
}
