// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.models.serving.Decoding;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a model adds to a table. */
final class OutputColumns implements Serializable {
  private static final long serialVersionUID = 1;

  /** What a column has of an output. */
  private enum Part {
    NUMBERS,
    NUMBERS_IN_THEIR_UNIT,
    PROBABILITIES,
    CLASS,
    CLASS_INDEX
  }

  private record Column(String name, int output, Part part, int rank, boolean vector)
      implements Serializable {
    DataType type() {
      return switch (part) {
        case NUMBERS, NUMBERS_IN_THEIR_UNIT -> numbers();
        case PROBABILITIES -> vector ? SQLDataTypes.VectorType() : array(DataTypes.DoubleType, 1);
        case CLASS -> DataTypes.StringType;
        case CLASS_INDEX -> DataTypes.DoubleType;
      };
    }

    private DataType numbers() {
      DataType one = part == Part.NUMBERS ? DataTypes.FloatType : DataTypes.DoubleType;
      return rank == 1 && vector ? SQLDataTypes.VectorType() : array(one, rank);
    }

    private static DataType array(DataType one, int rank) {
      DataType type = one;
      for (int i = 0; i < rank; i++) {
        type = DataTypes.createArrayType(type, false);
      }
      return type;
    }
  }

  private final ArrayList<Column> columns = new ArrayList<>();

  /** Adds the numbers of an output, as a single number if a row has only one. */
  void add(String name, Served served, int output, boolean vector, boolean decode) {
    Decoding decoding = served.decoding(output);
    boolean unit = decode && decoding != null && decoding.classNames().isEmpty();
    Shape row = served.row(output);
    boolean single = row.rank() == 0 || row.rank() == 1 && row.last() == 1;
    Part part = unit ? Part.NUMBERS_IN_THEIR_UNIT : Part.NUMBERS;
    columns.add(new Column(name, output, part, single ? 0 : row.rank(), vector));
  }

  /** Adds the probabilities of the classes of the only output. */
  void addProbabilities(String name, Served served, boolean vector) {
    requireClasses("probabilityCol", served);
    columns.add(new Column(name, 0, Part.PROBABILITIES, 1, vector));
  }

  /** Adds the name of the most probable class. */
  void addClass(String name, Served served) {
    requireClasses("classCol", served);
    columns.add(new Column(name, 0, Part.CLASS, 0, false));
  }

  /** Adds the number of the most probable class, from 0. */
  void addClassIndex(String name, Served served) {
    requireClasses("classIndexCol", served);
    columns.add(new Column(name, 0, Part.CLASS_INDEX, 0, false));
  }

  private static void requireClasses(String param, Served served) {
    if (served.outputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s is for models with one output; %s has %s"
              .formatted(param, served.model, served.outputs));
    }
    Decoding decoding = served.decoding(0);
    if (decoding == null || decoding.classNames().isEmpty()) {
      throw new IllegalArgumentException(
          ("%s needs the names of the classes, which %s does not have; set them before saving with"
                  + " model.decode(Decoding.classes(...))")
              .formatted(param, served.model));
    }
  }

  /**
   * Returns the columns of a table with those added.
   *
   * @throws IllegalArgumentException if there is already a column with such a name
   */
  StructType after(StructType schema) {
    StructType all = schema;
    for (Column column : columns) {
      if (Arrays.stream(all.fieldNames()).anyMatch(column.name::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "there is already a column \"%s\"; choose another name with setOutputCol or the like"
                .formatted(column.name));
      }
      all = all.add(field(column));
    }
    return all;
  }

  private static StructField field(Column column) {
    return DataTypes.createStructField(column.name, column.type(), true);
  }

  /** Returns the type of the result of a function: that of the only column, or a struct of all. */
  DataType result() {
    return columns.size() == 1
        ? columns.get(0).type()
        : DataTypes.createStructType(columns.stream().map(OutputColumns::field).toList());
  }

  int count() {
    return columns.size();
  }

  /** Returns the number of elements of a row, of all outputs. */
  static long elements(Served served) {
    long most = 1;
    for (int i = 0; i < served.outputs.size(); i++) {
      Shape row = served.row(i);
      most = Math.max(most, row.isKnown() ? row.size() : 1);
    }
    return most;
  }

  /**
   * Writes the values of a row.
   *
   * @param outputs the results for several rows
   * @param row the number of the row among them
   * @param to receives a value for each column
   * @param at where the first of them goes
   */
  void write(Served served, List<Tensor> outputs, int row, Object[] to, int at) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Tensor output = outputs.get(column.output);
      float[] flat = output.floats();
      int size = flat.length / output.shape().dim(0);
      if (column.part == Part.NUMBERS && column.rank == 0) {
        to[at + i] = flat[row * size];
        continue;
      }
      float[] own = Arrays.copyOfRange(flat, row * size, (row + 1) * size);
      int[] dims = output.shape().dims();
      to[at + i] = value(served, column, own, Arrays.copyOfRange(dims, 1, dims.length));
    }
  }

  private static Object value(Served served, Column column, float[] own, int... dims) {
    if (column.part == Part.NUMBERS) {
      return column.rank == 1 && column.vector
          ? Vectors.dense(doubles(own))
          : nested(own, dims, 0, 0, own.length);
    }
    double[] decoded = served.decoding(column.output).decode(own);
    return switch (column.part) {
      case CLASS -> served.decoding(column.output).classNames().get(best(decoded));
      case CLASS_INDEX -> (double) best(decoded);
      default ->
          column.rank == 0
              ? (Object) decoded[0]
              : column.rank == 1
                  ? column.vector ? Vectors.dense(decoded) : decoded
                  : nested(decoded, dims, 0, 0, decoded.length);
    };
  }

  private static int best(double... values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static double[] doubles(float... values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }

  /** Cuts an array into nested ones. */
  private static Object nested(Object flat, int[] dims, int axis, int from, int to) {
    if (axis >= dims.length - 1) {
      return flat instanceof float[] floats
          ? Arrays.copyOfRange(floats, from, to)
          : Arrays.copyOfRange((double[]) flat, from, to);
    }
    Object[] parts = new Object[dims[axis]];
    int size = parts.length == 0 ? 0 : (to - from) / parts.length;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = nested(flat, dims, axis + 1, from + i * size, from + (i + 1) * size);
    }
    return parts;
  }
}
