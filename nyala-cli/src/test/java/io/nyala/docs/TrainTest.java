// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.auto.AutoResult;
import io.nyala.auto.AutoTrainer;
import io.nyala.auto.facts.AutoDecision;
import io.nyala.data.samples.WineTable;
import io.nyala.data.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/train.md. */
class TrainTest {
  @TempDir Path folder;

  @Test
  void trains_without_questions() throws IOException {
    Table wines = WineTable.generate(300, 1);
    // snippet:auto-train
    AutoResult result = AutoTrainer.of(wines).target("quality").trials(3).train();
    for (AutoDecision decision : result.decisions()) {
      System.out.println(decision);
    }
    System.out.println(result.verdict());
    result.write(folder); // model.keras, report.html, Train.java
    // end:auto-train
    assertThat(result.trials()).hasSize(3);
    assertThat(folder).isDirectoryContaining("glob:**model.keras");
  }
}
