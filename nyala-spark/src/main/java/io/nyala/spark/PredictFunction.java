// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;

/** A function of SQL: predicts a row given as a struct, or as the only column of a model. */
final class PredictFunction implements UDF1<Object, Object> {
  private static final long serialVersionUID = 1;

  private final String name;
  private final Broadcast<ModelFile> file;
  private final String[] inputCols;
  private final OutputColumns outputs;
  private final RowsPredictor.Invalid invalid;
  private final ImageFitting fitting;
  private transient StructType schema;
  private transient RowsPredictor byName;
  private transient RowsPredictor ofValue;

  PredictFunction(
      String name,
      Broadcast<ModelFile> file,
      String[] inputCols,
      OutputColumns outputs,
      RowsPredictor.Invalid invalid,
      ImageFitting fitting) {
    this.name = name;
    this.file = file;
    this.inputCols = inputCols;
    this.outputs = outputs;
    this.invalid = invalid;
    this.fitting = fitting;
  }

  @Override
  public Object call(Object argument) {
    Object[] predicted =
        argument instanceof Row row && !SparkImage.isType(row.schema())
            ? byName(row.schema()).predict(row)
            : ofValue().predict(RowFactory.create(argument));
    if (predicted == null) {
      return null;
    }
    return predicted.length == 1 ? predicted[0] : RowFactory.create(predicted);
  }

  private RowsPredictor byName(StructType given) {
    if (byName == null || schema != given) {
      Served served = file.value().served();
      byName = predictor(InputColumns.readers(served, given, inputCols, fitting));
      schema = given;
    }
    return byName;
  }

  private RowsPredictor ofValue() {
    if (ofValue == null) {
      ofValue = predictor(List.of(InputColumns.ofValue(file.value().served(), name, fitting)));
    }
    return ofValue;
  }

  private RowsPredictor predictor(List<InputReader> readers) {
    return new RowsPredictor(file, readers, outputs, 1, invalid);
  }
}
