// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.files.AtomicFile;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Saves the results of a run in its output folder, and lists them at the end. */
public final class Keeper {
  /** Writes a picture or a film to a file. */
  @FunctionalInterface
  public interface Picture {
    /** Writes it. */
    void write(Path file) throws IOException;
  }

  /** Writes a plot with a title to a file. */
  @FunctionalInterface
  public interface Plot {
    /** Writes it. */
    void write(Path file, String title) throws IOException;
  }

  private final RecipeContext context;
  private final List<String> kept = new ArrayList<>();

  /** Creates the output folder now, so that errors are found before training. */
  public Keeper(RecipeContext context) {
    this.context = context;
    context.output("");
  }

  /**
   * Saves the whole model for Keras and {@link ModelFiles}, and separately its architecture and
   * weights for other programs.
   */
  public void model(Model model) throws IOException {
    if (model.distribution() != null) {
      model.distribute(null); // each of several processes then has the whole state of the optimizer
    }
    JSON json = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES, JSON.Feature.PRETTY_PRINT_OUTPUT);
    Path architecture = context.output("model.json");
    AtomicFile.writeString(architecture, json.asString(model.toConfig()) + "\n");
    Path weights = context.output("model.weights.npz");
    model.saveWeights(weights);
    Path whole = context.output("model.keras");
    ModelFiles.save(model, whole);
    kept.add(whole.getFileName().toString());
    kept.add(architecture.getFileName().toString());
    kept.add(weights.getFileName().toString());
  }

  /** Saves the parameters of a scaler, because a service must scale its inputs in the same way. */
  public void scaler(StandardScaler scaler, List<String> columns) throws IOException {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("columns", columns);
    form.put("mean", scaler.mean());
    form.put("variance", scaler.variance());
    Path file = context.output("scaler.json");
    AtomicFile.writeString(file, JSON.std.asString(form) + "\n");
    kept.add(file.getFileName().toString());
  }

  /** Saves a vocabulary, one token per line, because a service must use the same indices. */
  public void vocabulary(List<String> tokens) throws IOException {
    Path file = context.output("vocabulary.txt");
    AtomicFile.writeLines(file, tokens);
    kept.add(file.getFileName().toString());
  }

  /** Records a file written elsewhere. */
  public void file(String name) {
    kept.add(name);
  }

  /**
   * Writes a plot. Its title names the data or, with {@code --data sample}, says that they were
   * generated.
   *
   * @param data the name of the data, such as {@code MNIST}
   * @param detail what the plot shows of them, such as {@code test digits}; may be empty
   */
  public void plot(String name, String data, String detail, Plot plot) {
    String subject = context.sample() ? "Generated data" : data;
    String title = detail.isEmpty() ? subject : subject + ", " + detail;
    picture(name, file -> plot.write(file, title));
  }

  /** Writes a picture. If this Java cannot draw, it is skipped and the run continues. */
  public void picture(String name, Picture picture) {
    Path file = context.output(name);
    try {
      picture.write(file);
      kept.add(name);
    } catch (IOException e) {
      context.say("No %s: %s", name, e.getMessage());
    }
  }

  /** Prints the saved files. */
  public void report() {
    context.say("Saved in %s: %s", context.output(""), String.join(", ", kept));
  }

  /** Returns all weights for the report. */
  public static float[][] weights(Model model) {
    return model.getWeights().stream().map(Tensor::floats).toArray(float[][]::new);
  }
}
