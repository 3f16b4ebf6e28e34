// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Row;

/**
 * Writes the rows of a partition to files, and returns their numbers: {@code name training
 * validation}. Each attempt of a task writes files of its own, so that one that was given up
 * disturbs nobody.
 *
 * @param folder the folder for the files
 * @param inputs what reads the inputs from a row
 * @param targets the columns of each target
 * @param shapes the shape of a row of each target, with any first extent
 * @param weight the column with the weights, or null
 * @param validation the column that says which rows are for validation, or null
 */
record RowsWriter(
    String folder,
    ArrayList<InputReader> inputs,
    ArrayList<String[]> targets,
    ArrayList<int[]> shapes,
    String weight,
    String validation)
    implements Function2<Integer, Iterator<Row>, Iterator<String>> {
  private static final long serialVersionUID = 1L;

  /** The rows that are kept in memory before they are written. */
  private static final int CHUNK = 1024;

  @Override
  public Iterator<String> call(Integer partition, Iterator<Row> rows) throws IOException {
    String name = "%05d-%d".formatted(partition, TaskContext.get().taskAttemptId());
    Files.createDirectories(Path.of(folder));
    Map<TrainingFiles.Use, Target> targets = new EnumMap<>(TrainingFiles.Use.class);
    try {
      for (TrainingFiles.Use use : TrainingFiles.Use.values()) {
        targets.put(use, new Target(name, use));
      }
      while (rows.hasNext()) {
        Row row = rows.next();
        targets.get(useOf(row)).add(row);
      }
    } finally {
      for (Target target : targets.values()) {
        target.close();
      }
    }
    return List.of(
            "%s %d %d"
                .formatted(
                    name,
                    targets.get(TrainingFiles.Use.TRAINING).rows,
                    targets.get(TrainingFiles.Use.VALIDATION).rows))
        .iterator();
  }

  private TrainingFiles.Use useOf(Row row) {
    if (validation == null) {
      return TrainingFiles.Use.TRAINING;
    }
    Object value = row.getAs(validation);
    return switch (value) {
      case Boolean held -> held ? TrainingFiles.Use.VALIDATION : TrainingFiles.Use.TRAINING;
      case null, default ->
          throw new NyalaSparkException(
              "column \"%s\": expected true for rows to validate with and false for others, got %s"
                  .formatted(validation, value));
    };
  }

  /** The files of one use. */
  private final class Target implements AutoCloseable {
    private final String name;
    private final TrainingFiles.Use use;
    private final List<Object> x = new ArrayList<>();
    private final List<RowNumbers> y = new ArrayList<>();
    private final RowNumbers weights = weight == null ? null : new RowNumbers(weight);
    private final Map<String, NpyWriter> writers = new HashMap<>();
    private int waiting;
    private int rows;

    Target(String name, TrainingFiles.Use use) {
      this.name = name;
      this.use = use;
      inputs.forEach(input -> x.add(input.room(CHUNK)));
      targets.forEach(columns -> y.add(new RowNumbers(columns)));
    }

    void add(Row row) throws IOException {
      for (int i = 0; i < x.size(); i++) {
        if (!inputs.get(i).read(row, x.get(i), waiting)) {
          throw new NyalaSparkException(
              "a value is missing (null or NaN) for %s; drop such rows with na().drop(), or fill them"
                  .formatted(inputs.get(i)));
        }
      }
      y.forEach(each -> each.add(row));
      if (weights != null) {
        weights.add(row);
      }
      rows++;
      if (++waiting == CHUNK) {
        write();
      }
    }

    private void write() throws IOException {
      for (int i = 0; i < x.size(); i++) {
        write(TrainingFiles.input(i), inputs.get(i).tensor(x.get(i), waiting));
      }
      for (int i = 0; i < y.size(); i++) {
        write(TrainingFiles.target(i), y.get(i).take(Shape.of(shapes.get(i))));
      }
      if (weights != null) {
        write(TrainingFiles.WEIGHTS, weights.take(Shape.of(1)));
      }
      waiting = 0;
    }

    private void write(String values, Tensor tensor) throws IOException {
      NpyWriter writer = writers.get(values);
      if (writer == null) {
        writer = NpyWriter.create(TrainingFiles.file(folder, name, use, values));
        writers.put(values, writer);
      }
      writer.write(tensor);
    }

    @Override
    public void close() throws IOException {
      try {
        if (waiting > 0) {
          write();
        }
      } finally {
        for (NpyWriter writer : writers.values()) {
          writer.close();
        }
      }
    }
  }
}
