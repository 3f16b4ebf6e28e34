// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static io.nyala.cli.RecordedApp.metric;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recipe with a pretrained network. */
class PetsTransferTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  private int run(String options) {
    List<String> line = new ArrayList<>(List.of("run", "pets-transfer"));
    line.addAll(List.of(options.split(" ")));
    line.addAll(List.of("--json", "--out", folder.resolve("out").toString()));
    return app.run(line.toArray(String[]::new));
  }

  private Map<String, Object> report(String options) throws IOException {
    assertThat(run(options)).as(app.stderr()).isZero();
    return app.json();
  }

  @Test
  void runs_on_generated_images_with_an_untrained_trunk() throws IOException {
    Map<String, Object> report = report("--data sample --seed 3 --doctor --fine-epochs 2");

    assertThat(app.stdout()).contains("Generated data (--data sample)", "The doctor found nothing");
    assertThat(report).containsEntry("epochs", 12);
    assertThat(metric(report, "stage1_test_accuracy")).isBetween(0.4, 1.0);
    assertThat(metric(report, "test_accuracy")).isBetween(0.4, 1.0);
    assertThat(report.get("metrics").toString()).doesNotContain("zero_shot_accuracy");
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .contains("model.keras", "learning-curves.png", "confusion.png", "worst.png")
          .contains("explained.png", "neighbours.png", "projector");
    }
    assertThat(folder.resolve("out/projector/projector_config.pbtxt")).content().contains("sprite");
    Model kept = ModelFiles.load(folder.resolve("out/model.keras"));
    assertThat(kept.inputTypes().getFirst().shape()).isEqualTo(Shape.of(-1, 32, 32, 3));
  }

  @Test
  void one_seed_gives_the_same_weights_whatever_the_threads() throws IOException {
    String options = "--data sample --epochs 1 --fine-epochs 1";
    Object first = report(options + " --threads 1 --seed 5").get("weights_sha256");
    assertThat(report(options + " --threads 2 --seed 5").get("weights_sha256")).isEqualTo(first);
    assertThat(report(options + " --seed 6").get("weights_sha256")).isNotEqualTo(first);
  }

  @Test
  void the_second_stage_may_be_left_out() throws IOException {
    Map<String, Object> report = report("--data sample --epochs 2 --fine-epochs 0");
    assertThat(report).containsEntry("epochs", 2);
    assertThat(metric(report, "test_accuracy")).isEqualTo(metric(report, "stage1_test_accuracy"));
  }

  /** A few of the photographs, and the published weights. */
  @ParameterizedTest
  @CsvSource({"mobilenetv2, 0.85", "squeezenet, 0.85"})
  void tells_cats_from_dogs_after_a_few_photographs(String trunk, double least) throws IOException {
    Path shared = SharedData.folder();
    for (String part : List.of("train", "val", "test")) {
      for (String kind : List.of("cat", "dog")) {
        Path to = Files.createDirectories(folder.resolve("photos").resolve(part).resolve(kind));
        try (Stream<Path> all =
            Files.list(shared.resolve("photos/cats_vs_dogs").resolve(part).resolve(kind))) {
          for (Path photo : all.sorted().limit(part.equals("val") ? 4 : 20).toList()) {
            Files.copy(photo, to.resolve(photo.getFileName()));
          }
        }
      }
    }
    Path weights =
        shared.resolve(
            trunk.equals("squeezenet")
                ? "pretrained/squeezenet_v1.1/squeezenet_v1.1_full_hwio_float32.npz"
                : "pretrained/mobilenetv2_035_224/keras_model.h5");

    Map<String, Object> report =
        report(
            "--data %s --weights %s --trunk %s --fine-epochs 1 --batch 20 --freeze-statistics"
                .formatted(folder.resolve("photos"), weights, trunk));

    assertThat(metric(report, "stage1_test_accuracy")).isGreaterThanOrEqualTo(least);
    assertThat(metric(report, "test_accuracy")).isGreaterThanOrEqualTo(least);
    if (trunk.equals("squeezenet")) {
      assertThat(metric(report, "zero_shot_accuracy")).isGreaterThan(0.7);
    }
    assertThat(app.stdout()).contains("actual  cat  dog");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trunk vgg16|--trunk must be mobilenetv2 or squeezenet, got 'vgg16'",
        "--fine-epochs -1|--fine-epochs must be at least 0, got -1",
        "--weights none.h5|--weights: no such file: none.h5",
        "--data .|--data: no photos/cats_vs_dogs data there: looked for train, val, test in",
      })
  void says_what_is_wrong(String options, String message) {
    assertThat(run(options)).isEqualTo(2);
    assertThat(app.stderr()).contains(message);
  }

  @Test
  void refuses_the_weights_of_another_network() throws IOException {
    Path shared = SharedData.folder();
    Path weights = shared.resolve("pretrained/mobilenetv2_035_224/keras_model.h5");
    assertThat(run("--data %s --weights %s --trunk squeezenet".formatted(shared, weights)))
        .isEqualTo(2);
    assertThat(app.stderr())
        .startsWith("nyala: --weights: squeezenet: " + weights)
        .contains("Is it the file of another network");
  }
}
