// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static io.nyala.cli.RecordedApp.metric;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recipe that compares transfer learning with training from scratch. */
class CifarTransferTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  private int run(String options) {
    List<String> line = new ArrayList<>(List.of("run", "cifar-transfer"));
    line.addAll(List.of(options.split(" ")));
    line.addAll(List.of("--json", "--out", folder.resolve("out").toString()));
    return app.run(line.toArray(String[]::new));
  }

  private Map<String, Object> report(String options) throws IOException {
    assertThat(run(options)).as(app.stderr()).isZero();
    return app.json();
  }

  @Test
  void compares_three_ways_with_each_number_of_labels() throws IOException {
    String options = "--data sample --epochs 2 --task-epochs 2 --repeats 2 --batch 50 --seed 3";
    Map<String, Object> report = report(options + " --threads 1");

    assertThat(metric(report, "pretrain_test_accuracy")).isBetween(0.05, 1.0);
    for (String kind : List.of("frozen", "tuned", "scratch")) {
      for (int labels : List.of(20, 60)) {
        assertThat(metric(report, kind + "_accuracy_" + labels)).isBetween(0.2, 1.0);
      }
    }
    // 2 epochs of the eight classes; 2 each for 3 ways, 2 numbers of labels and 2 repeats
    assertThat(report).containsEntry("epochs", 2 + 2 * 3 * 2 * 2);
    assertThat(app.stdout()).contains("Generated data (--data sample)", "frozen   tuned  scratch");
    assertThat(folder.resolve("out/transfer.png")).isNotEmptyFile();
    assertThat(ModelFiles.load(folder.resolve("out/model.keras")).outputShapes().getFirst().last())
        .isOne();
    assertThat(report(options + " --threads 2").get("weights_sha256"))
        .isEqualTo(report.get("weights_sha256"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--repeats 0|--repeats and --task-epochs must be at least 1, got 0 and 15",
        "--task-epochs 0|--repeats and --task-epochs must be at least 1, got 3 and 0",
        "--data .|--data: no ",
      })
  void says_what_is_wrong(String options, String message) {
    assertThat(run(options)).isEqualTo(2);
    assertThat(app.stderr()).contains(message);
  }
}
