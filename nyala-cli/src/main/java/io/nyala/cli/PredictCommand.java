// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.examples.recipe.UsageException;
import io.nyala.io.files.JsonLine;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.tensor.npy.Npy;
import io.nyala.tensor.npy.NpyException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Predicts with a model file: NumPy arrays in and out, or a table in and out. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Predict with a model file: a CSV table in and out, or one .npy for each input and output.")
final class PredictCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "A .keras or .h5 model of Nyala or Keras.")
  private Path file;

  @Option(
      names = "--input",
      paramLabel = "FILE.npy",
      description = "Rows for an input; repeat for each input, in the order of the model.")
  private List<Path> inputs;

  @Option(
      names = "--table",
      paramLabel = "FILE.csv",
      description =
          "Rows whose columns have the names of the inputs, for a model of './nyala train'.")
  private Path table;

  @Option(
      names = "--out",
      paramLabel = "DIR|FILE.csv",
      required = true,
      description =
          "With --table the file of the predictions; with --input a folder for output0.npy,"
              + " output1.npy, ..., in the order of the model.")
  private Path out;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;

  PredictCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws Exception {
    if ((table == null) == (inputs == null)) {
      throw new UsageException("give the rows with either --table or --input");
    }
    Model model = ModelOption.load(file);
    return table == null ? arrays(model) : rows(model);
  }

  private int rows(Model model) {
    TablePredictions predictions = new TablePredictions(model, Csv.guess(table).read(table));
    Table predicted = predictions.predict();
    predicted.write(out);
    List<String> ignored = predictions.ignored();
    if (!ignored.isEmpty()) {
      stdout.println("Columns that the model does not use: " + String.join(", ", ignored));
    }
    predictions
        .unreadable()
        .forEach(
            (column, count) ->
                stdout.printf(
                    "%,d values of \"%s\" are no numbers and were taken as missing.%n",
                    count, column));
    stdout.printf("%,d rows predicted: %s%n", predicted.rows(), out);
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("model", file.toString());
      answer.put("rows", predicted.rows());
      answer.put("columns", predicted.columnNames());
      answer.put("ignored", ignored);
      answer.put("file", out.toString());
      stdout.println(JsonLine.of(answer));
    }
    return ExitStatus.DONE;
  }

  private int arrays(Model model) throws IOException {
    List<Tensor> x = new ArrayList<>();
    for (Path input : inputs) {
      x.add(array(input));
    }
    checkCount(model, x);
    List<Tensor> y = model.predict(x);
    List<Map<String, Object>> written = write(model.outputNames(), y);
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("model", file.toString());
      answer.put("rows", x.get(0).shape().dim(0));
      answer.put("outputs", written);
      stdout.println(JsonLine.of(answer));
    }
    return ExitStatus.DONE;
  }

  private static Tensor array(Path input) throws IOException {
    try {
      Tensor array = Npy.read(input);
      if (array.shape().rank() == 0) {
        throw new UsageException("--input: " + input + " is a single number; expected rows");
      }
      return array;
    } catch (NpyException e) {
      throw new UsageException("--input: " + e.getMessage(), e);
    }
  }

  private void checkCount(Model model, List<Tensor> x) {
    List<Type> expected = model.inputTypes();
    if (expected != null && expected.size() != x.size()) {
      throw new UsageException(
          "--input: %s has %d inputs %s, got %d files"
              .formatted(
                  file,
                  expected.size(),
                  expected.stream().map(Type::toString).collect(Collectors.joining(", ")),
                  x.size()));
    }
  }

  private List<Map<String, Object>> write(List<String> names, List<Tensor> y) throws IOException {
    Files.createDirectories(out);
    int digits = String.valueOf(y.size() - 1).length();
    List<Map<String, Object>> written = new ArrayList<>();
    for (int i = 0; i < y.size(); i++) {
      Path target = out.resolve(("output%0" + digits + "d.npy").formatted(i));
      Npy.write(target, y.get(i));
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("name", i < names.size() ? names.get(i) : "output_" + (i + 1));
      form.put("dtype", y.get(i).dtype().keras());
      form.put("shape", y.get(i).shape().dims());
      form.put("file", target.toString());
      written.add(form);
      stdout.printf("%s  %s  %s%n", form.get("name"), y.get(i), target);
    }
    return written;
  }
}
