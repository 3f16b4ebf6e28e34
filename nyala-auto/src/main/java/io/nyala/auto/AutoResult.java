// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoScore;
import io.nyala.auto.facts.AutoTask;
import io.nyala.auto.facts.AutoTrial;
import io.nyala.auto.outcome.Outcome;
import io.nyala.auto.outcome.ReportPage;
import io.nyala.doctor.Diagnosis;
import io.nyala.files.AtomicFile;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.settings.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link AutoTrainer} has made: a model, and what is known about it. */
public final class AutoResult {
  private final Outcome outcome;

  AutoResult(Outcome outcome) {
    this.outcome = outcome;
  }

  /** Returns the task. */
  public AutoTask task() {
    return outcome.material().target().task();
  }

  /** Returns the name of what is predicted: that of the column. */
  public String target() {
    return outcome.material().target().name();
  }

  /** Returns the model, which takes raw rows. */
  public Model model() {
    return outcome.model();
  }

  /** Returns the number of rows for training, validation and test, by these names. */
  public Map<String, Integer> rows() {
    Map<String, Integer> rows = new LinkedHashMap<>();
    rows.put("train", outcome.material().train().rows());
    rows.put("validation", outcome.material().validation().rows());
    rows.put("test", outcome.material().test().rows());
    return rows;
  }

  /** Returns which of the scores belongs to the model: {@code network} or {@code linear}. */
  public String saved() {
    return outcome.served().settings().layers() == 0 ? "linear" : "network";
  }

  /** Returns what was decided, and why. */
  public List<AutoDecision> decisions() {
    return outcome.decisions();
  }

  /** Returns the scores of the network, the linear model and the trivial prediction. */
  public List<AutoScore> scores() {
    return outcome.scores();
  }

  /** Returns the networks that were tried. */
  public List<AutoTrial> trials() {
    return outcome.trials();
  }

  /** Returns the number of the best trial. */
  public int bestTrial() {
    return outcome.bestTrial();
  }

  /**
   * Returns whether the same seed and number of trials give the same bits: unless there was so
   * little time that it ended the training of the linear model or of the first network.
   */
  public boolean isRepeatable() {
    return outcome.repeatable();
  }

  /** Returns whether the network is better than a linear model by more than chance would give. */
  public boolean beatsLinear() {
    return outcome.verdict().beatsLinear();
  }

  /** Returns in a sentence whether the network is better than a linear model. */
  public String verdict() {
    return outcome.verdict().sentence();
  }

  /** Returns what the doctor found. */
  public Diagnosis diagnosis() {
    return outcome.diagnosis();
  }

  /**
   * Returns by how much the loss on the validation rows grows if a column is shuffled, most
   * important first.
   */
  public Map<String, Double> importance() {
    return outcome.importance();
  }

  /** Returns how long all took. */
  public double seconds() {
    return outcome.seconds();
  }

  /**
   * Returns the Java program that trains the same model, bit for bit. It is a class {@code Train}
   * that needs the artifact {@code io.nyala:nyala}.
   */
  public String program() {
    return outcome.program();
  }

  /**
   * Writes {@code model.keras}, {@code report.html} and {@code Train.java}. Existing files are
   * replaced.
   *
   * @param folder the folder, which is created if necessary
   * @return the files, in this order
   * @throws IOException if a file cannot be written, or this Java cannot draw
   */
  public List<Path> write(Path folder) throws IOException {
    Files.createDirectories(Arguments.given("folder", folder));
    Path model = folder.resolve("model.keras");
    ModelFiles.save(outcome.model(), model);
    Path report = folder.resolve("report.html");
    AtomicFile.writeString(report, ReportPage.of(outcome));
    Path program = folder.resolve("Train.java");
    AtomicFile.writeString(program, outcome.program());
    return List.of(model, report, program);
  }
}
