// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.features.Feature;
import io.nyala.models.serving.InputField;
import io.nyala.settings.Names;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Finds the columns of the inputs of a model, and checks their types. */
final class InputColumns {
  private final Served served;
  private final StructType schema;
  private final ImageFitting fitting;

  private InputColumns(Served served, StructType schema, ImageFitting fitting) {
    this.served = served;
    this.schema = schema;
    this.fitting = fitting;
  }

  /**
   * Returns a reader for each input.
   *
   * @param chosen the names of the columns; null for those with the names of the inputs
   * @param fitting how images get the size of the input
   * @throws IllegalArgumentException if a column is missing or has a wrong type
   */
  static List<InputReader> readers(
      Served served, StructType schema, String[] chosen, ImageFitting fitting) {
    InputColumns columns = new InputColumns(served, schema, fitting);
    List<InputReader> readers = new ArrayList<>();
    int inputs = served.inputs.size();
    if (chosen != null && inputs > 1 && chosen.length != inputs) {
      throw new IllegalArgumentException(
          ("%s has %d inputs, %s, and needs a column for each in this order; inputCols has %d: %s."
                  + " Put several columns together with a VectorAssembler")
              .formatted(
                  served.model,
                  inputs,
                  served.inputs.stream().map(InputField::name).toList(),
                  chosen.length,
                  Arrays.toString(chosen)));
    }
    for (int i = 0; i < inputs; i++) {
      InputField input = served.inputs.get(i);
      String[] names =
          chosen == null
              ? new String[] {columns.named(input.name())}
              : inputs == 1 ? chosen : new String[] {chosen[i]};
      readers.add(columns.reader(input, names));
    }
    return readers;
  }

  /** Returns a reader of values that are not in rows, for the only input of a model. */
  static InputReader ofValue(Served served, String function, ImageFitting fitting) {
    if (served.inputs.size() != 1) {
      throw new NyalaSparkException(
          "%s: %s has several inputs; pass a struct with their names, as in %s(struct(*))"
              .formatted(function, served.model, function));
    }
    return new InputReader(
        served.inputs.get(0), new int[] {0}, new String[] {"the argument"}, fitting);
  }

  private String named(String input) {
    for (String name : schema.fieldNames()) {
      if (Feature.inputName(name).equals(input)) {
        return name;
      }
    }
    throw missing(input, input, "name the columns with setInputCols");
  }

  private IllegalArgumentException missing(String column, String input, String mend) {
    List<String> present = List.of(schema.fieldNames());
    List<String> near = Names.near(column, present);
    return new IllegalArgumentException(
        "there is no column \"%s\" for input \"%s\" of %s, only %s; %s%s"
            .formatted(
                column,
                input,
                served.model,
                present,
                near.isEmpty()
                    ? ""
                    : "did you mean \"" + String.join("\" or \"", near) + "\"? Otherwise ",
                mend));
  }

  private InputReader reader(InputField input, String... names) {
    int[] columns = new int[names.length];
    List<String> present = List.of(schema.fieldNames());
    int known = 0;
    boolean all = true;
    for (int i = 0; i < names.length; i++) {
      columns[i] = present.indexOf(names[i]);
      if (columns[i] < 0) {
        throw missing(names[i], input.name(), "correct inputCols");
      }
      StructField field = schema.fields()[columns[i]];
      check(input, field, names.length == 1);
      int size = size(field);
      all &= size > 0;
      known += Math.max(size, 0);
    }
    Shape row = input.type().shape().drop(0);
    if (all && (row.isKnown() ? known != row.size() : names.length > 1)) {
      throw new IllegalArgumentException(
          "input \"%s\" of %s has shape %s, but the column%s %s %s %d element%s"
              .formatted(
                  input.name(),
                  served.model,
                  row,
                  names.length == 1 ? "" : "s",
                  String.join(", ", names),
                  names.length == 1 ? "has" : "have together",
                  known,
                  known == 1 ? "" : "s"));
    }
    return new InputReader(input, columns, names, fitting);
  }

  /** Returns the number of elements of a column; 0 if only its values tell. */
  private static int size(StructField field) {
    if (field.dataType() instanceof VectorUDT) {
      return Math.max(AttributeGroup.fromStructField(field).size(), 0);
    }
    boolean one = !(field.dataType() instanceof ArrayType) && !isImage(field.dataType());
    return one ? 1 : 0;
  }

  private void check(InputField input, StructField field, boolean alone) {
    DType wanted = input.type().dtype();
    Optional<String> mend = mend(input, field.dataType(), alone);
    if (mend.isPresent()) {
      throw new IllegalArgumentException(
          "column \"%s\" has type %s, but input \"%s\" of %s expects %s %s; %s"
              .formatted(
                  field.name(),
                  field.dataType().simpleString(),
                  input.name(),
                  served.model,
                  wanted == DType.STRING ? "text" : "numbers",
                  input.type().shape().drop(0),
                  mend.get().formatted(field.name())));
    }
  }

  private static Optional<String> mend(InputField input, DataType type, boolean alone) {
    if (input.type().dtype() == DType.STRING) {
      boolean fits =
          type instanceof StringType
              || type instanceof DateType
              || type instanceof TimestampType
              || type instanceof TimestampNTZType
              || type instanceof BinaryType
              || type instanceof ArrayType a && a.elementType() instanceof StringType;
      return fits
          ? Optional.empty()
          : Optional.of(
              SparkImage.isType(type)
                  ? "the model decodes files: read them with format(\"binaryFile\")"
                  : "cast it: col(\"%s\").cast(\"string\")");
    }
    if (isNumber(type) || type instanceof VectorUDT) {
      return Optional.empty();
    }
    if (type instanceof ArrayType) {
      DataType element = type;
      while (element instanceof ArrayType a) {
        element = a.elementType();
      }
      return isNumber(element) ? Optional.empty() : Optional.of("it must hold numbers");
    }
    if (isImage(type)) {
      Shape row = input.type().shape().drop(0);
      boolean image =
          alone && row.rank() == 3 && row.isKnown() && List.of(1, 3, 4).contains(row.last());
      return image && input.type().dtype() == DType.FLOAT32
          ? Optional.empty()
          : Optional.of("images are for inputs (height, width, channels) of floats");
    }
    return Optional.of(
        type instanceof StringType
            ? "cast it: col(\"%s\").cast(\"double\"), or encode it first"
            : "convert it first");
  }

  /** Returns whether a column has files of images, or images that Spark has read. */
  static boolean isImage(DataType type) {
    return type instanceof BinaryType || SparkImage.isType(type);
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }
}
