// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.Study;
import io.nyala.tune.space.Hyperparameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
  @TempDir Path folder;
  private RecordedApp app;

  @BeforeEach
  void search() {
    app = new RecordedApp();
    Study.in(folder.resolve("search"))
        .minimize("error")
        .trials(5)
        .run(
            Hyperparameters.declare(hp -> hp.floatRange("x", 0, 1)),
            trial -> trial.values().getDouble("x"));
  }

  @Test
  void writes_the_report_of_a_study_and_says_where_it_is() throws IOException {
    String study = folder.resolve("search").toString();
    assertThat(app.run("tune", "report", study, "--json")).isZero();

    Path page = folder.resolve("search/report/report.html");
    assertThat(page).isNotEmptyFile();
    assertThat(app.stdout()).contains("Best of 5 trials: trial ", "The report is " + page);
    assertThat(app.json())
        .containsEntry("trials", 5)
        .containsEntry("runs", 5)
        .containsEntry("report", page.toString())
        .containsKeys("best_value", "study");
  }

  @Test
  void takes_the_journal_too_and_another_folder() {
    String journal = folder.resolve("search/study.journal").toString();
    Path out = folder.resolve("elsewhere");
    assertThat(app.run("tune", "report", journal, "--out", out.toString())).isZero();
    assertThat(out.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void says_what_is_wrong_with_a_damaged_journal() throws IOException {
    Path journal = folder.resolve("search/study.journal");
    List<String> lines = new ArrayList<>(Files.readAllLines(journal));
    lines.set(3, "{");
    Files.write(journal, lines);
    assertThat(app.run("tune", "report", folder.resolve("search").toString())).isEqualTo(2);
    assertThat(app.stderr()).contains("cannot read the journal", "line 4").doesNotContain("IOEx");
  }

  @Test
  void refuses_what_is_no_study() throws IOException {
    assertThat(app.run("tune", "report", folder.resolve("nothing").toString())).isEqualTo(2);
    assertThat(app.stderr()).contains("there is no folder or journal", "nothing");
    assertThat(app.run("tune", "report", folder.toString())).isEqualTo(2);
    assertThat(app.stderr()).contains("there is no journal in " + folder);
    Path other = Files.createFile(folder.resolve("other.txt"));
    assertThat(app.run("tune", "report", other.toString())).isEqualTo(2);
    assertThat(app.stderr()).contains("expected the folder of a study or its study.journal");
    assertThat(app.run("tune")).isEqualTo(2);
    assertThat(app.stderr()).contains("missing command; available: report");
  }
}
