// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/** Tables with an id in front, and their predictions. */
final class Rows {
  private final List<Row> rows = new ArrayList<>();
  private StructType schema = new StructType().add("id", DataTypes.LongType);

  Rows column(String name, DataType type) {
    schema = schema.add(name, type);
    return this;
  }

  Rows add(Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = (long) rows.size();
    System.arraycopy(values, 0, all, 1, values.length);
    rows.add(RowFactory.create(all));
    return this;
  }

  Dataset<Row> in(int partitions) {
    return TestCluster.session().createDataFrame(rows, schema).repartition(partitions);
  }

  /** Returns numbers in [-1, 1) that look random and are the same everywhere. */
  static Tensor numbers(int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((i * 0.6180339887498949 + 0.1) % 1 * 2 - 1);
    }
    return Tensor.of(shape, values);
  }

  /** Requires that a column has, for each id, the row of a tensor, bit for bit. */
  static void requireSame(Dataset<Row> table, String column, Tensor expected) {
    List<Row> rows = table.select("id", column).orderBy("id").collectAsList();
    assertThat(rows).hasSize(expected.shape().dim(0));
    for (Row row : rows) {
      List<Float> flat = new ArrayList<>();
      flatten(row.get(1), flat);
      List<Float> wanted = new ArrayList<>();
      for (float x : expected.row((int) row.getLong(0)).floats()) {
        wanted.add(x);
      }
      assertThat(flat).as("row %s", row.get(0)).isEqualTo(wanted);
    }
  }

  static void flatten(Object value, List<Float> to) {
    switch (value) {
      case Vector v -> {
        for (double x : v.toArray()) {
          to.add((float) x);
        }
      }
      case Seq<?> s -> {
        for (int i = 0; i < s.length(); i++) {
          flatten(s.apply(i), to);
        }
      }
      default -> to.add(((Number) value).floatValue());
    }
  }
}
