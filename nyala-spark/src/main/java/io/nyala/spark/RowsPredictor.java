// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Adds predictions to the rows of a partition, a batch of rows at a time. */
final class RowsPredictor implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final Broadcast<ModelFile> file;
  private final ArrayList<InputReader> inputs;
  private final OutputColumns outputs;
  private final int batchSize;
  private final Invalid invalid;

  /** What happens to a row with a missing value. */
  enum Invalid {
    ERROR,
    SKIP,
    KEEP
  }

  RowsPredictor(
      Broadcast<ModelFile> file,
      List<InputReader> inputs,
      OutputColumns outputs,
      int batchSize,
      Invalid invalid) {
    this.file = file;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = outputs;
    this.batchSize = batchSize;
    this.invalid = invalid;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Served served = file.value().served();
    return new Iterator<>() {
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        while (!ready.hasNext() && rows.hasNext()) {
          ready = batch(served, rows).iterator();
        }
        return ready.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.next();
      }
    };
  }

  private List<Row> batch(Served served, Iterator<Row> rows) {
    return inputs.stream().allMatch(InputReader::isFixed)
        ? batchOfEqualShape(served, rows)
        : batchOfSeveralShapes(served, rows);
  }

  private List<Row> batchOfEqualShape(Served served, Iterator<Row> rows) {
    List<Object> arrays = new ArrayList<>();
    inputs.forEach(input -> arrays.add(input.room(batchSize)));
    List<Object[]> all = new ArrayList<>();
    List<Object[]> complete = new ArrayList<>();
    while (complete.size() < batchSize && all.size() < 2 * batchSize && rows.hasNext()) {
      Row row = rows.next();
      boolean whole = true;
      for (int i = 0; i < arrays.size() && whole; i++) {
        whole = inputs.get(i).read(row, arrays.get(i), complete.size());
      }
      Object[] values = begin(row, whole, all);
      if (whole) {
        complete.add(values);
      }
    }
    List<Tensor> x = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      x.add(inputs.get(i).tensor(arrays.get(i), complete.size()));
    }
    predict(served, x, complete);
    return rows(all);
  }

  private List<Row> batchOfSeveralShapes(Served served, Iterator<Row> rows) {
    List<Object[]> all = new ArrayList<>();
    Map<List<Shape>, List<List<Tensor>>> columns = new LinkedHashMap<>();
    Map<List<Shape>, List<Object[]>> complete = new LinkedHashMap<>();
    for (int n = 0; n < batchSize && rows.hasNext(); n++) {
      Row row = rows.next();
      List<Tensor> x = inputs.stream().map(input -> input.readOne(row)).toList();
      boolean whole = !x.contains(null);
      Object[] values = begin(row, whole, all);
      if (whole) {
        List<Shape> shapes = x.stream().map(Tensor::shape).toList();
        columns.computeIfAbsent(shapes, s -> new ArrayList<>()).add(x);
        complete.computeIfAbsent(shapes, s -> new ArrayList<>()).add(values);
      }
    }
    columns.forEach(
        (shapes, several) -> {
          List<Tensor> x = new ArrayList<>();
          for (int i = 0; i < shapes.size(); i++) {
            int input = i;
            x.add(Tensor.concatenate(several.stream().map(row -> row.get(input)).toList(), 0));
          }
          predict(served, x, complete.get(shapes));
        });
    return rows(all);
  }

  private static List<Row> rows(List<Object[]> all) {
    List<Row> rows = new ArrayList<>(all.size());
    for (Object[] values : all) {
      rows.add(RowFactory.create(values));
    }
    return rows;
  }

  /** Begins the values of the new row, and adds it to those of the batch. */
  private Object[] begin(Row row, boolean whole, List<Object[]> all) {
    int given = row.length();
    Object[] values = new Object[given + outputs.count()];
    for (int i = 0; i < given; i++) {
      values[i] = row.get(i);
    }
    if (!whole && invalid == Invalid.ERROR) {
      throw new NyalaSparkException(
          "a value is missing (null or NaN) for one of %s in the row %s; fill it, or choose"
                  .formatted(inputs, InputReader.shown(row))
              + " setHandleInvalid(\"skip\") or (\"keep\")");
    }
    if (whole || invalid == Invalid.KEEP) {
      all.add(values);
    }
    return values;
  }

  private void predict(Served served, List<Tensor> x, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<Tensor> y = served.model.predict(x);
    for (int r = 0; r < rows.size(); r++) {
      Object[] values = rows.get(r);
      outputs.write(served, y, r, values, values.length - outputs.count());
    }
  }

  /** Predicts a single row; null if a value is missing and that is allowed. */
  Object[] predict(Row row) {
    Iterator<Row> result = batch(file.value().served(), List.of(row).iterator()).iterator();
    if (!result.hasNext()) {
      return null;
    }
    Row predicted = result.next();
    Object[] values = new Object[outputs.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = predicted.get(row.length() + i);
    }
    return Arrays.stream(values).allMatch(v -> v == null) ? null : values;
  }
}
