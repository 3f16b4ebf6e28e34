// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.activations.Activations.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.serving.Decoding;
import io.nyala.models.serving.Prediction;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The stage in executors of their own, against {@code predict} in this JVM. */
@ExtendWith(TestCluster.class)
class NyalaModelTest {
  private static final int ROWS = 1000;
  private static Model model;
  private static Tensor x;
  private static Tensor y;
  private static Dataset<Row> table;

  @TempDir Path folder;

  @BeforeAll
  static void build_a_model_and_a_table() {
    model =
        Sequential.of(input("flower", 4), dense(16).activation(RELU), dense(3).activation(SOFTMAX));
    model.decode(Decoding.classes("setosa", "versicolor", "virginica"));
    x = Rows.numbers(ROWS, 4);
    y = model.predict(x);
    Rows rows = new Rows();
    for (String name : List.of("a", "b", "c", "d")) {
      rows.column(name, DataTypes.DoubleType);
    }
    for (int i = 0; i < ROWS; i++) {
      float[] row = x.row(i).floats();
      rows.add((double) row[0], (double) row[1], (double) row[2], (double) row[3]);
    }
    table = rows.in(7).cache();
  }

  private static NyalaModel stage() {
    return NyalaModel.of(model).setInputCols("a", "b", "c", "d");
  }

  @Test
  void predicts_bit_for_bit_what_predict_does() {
    Dataset<Row> predicted = stage().transform(table);

    assertThat(predicted.columns()).containsExactly("id", "a", "b", "c", "d", "prediction");
    Rows.requireSame(predicted, "prediction", y);
  }

  @Test
  void the_size_of_batches_does_not_change_a_bit() {
    Rows.requireSame(
        stage().setBatchSize(37).setOutputType("array").transform(table), "prediction", y);
  }

  @Test
  void works_in_a_pipeline_that_is_saved_and_loaded() throws Exception {
    Path file = folder.resolve("iris.keras");
    io.nyala.io.ModelFiles.save(model, file);
    Path saved = folder.resolve("pipeline");
    String flowers = file.toString();
    String path = saved.toString();

    // snippet:spark-pipeline
    VectorAssembler assembler =
        new VectorAssembler()
            .setInputCols(new String[] {"a", "b", "c", "d"})
            .setOutputCol("features");
    NyalaModel network =
        NyalaModel.fromFile(flowers)
            .setInputCols("features")
            .setOutputCol("scores")
            .setClassCol("kind")
            .setClassIndexCol("label");
    PipelineModel pipeline =
        new Pipeline().setStages(new PipelineStage[] {assembler, network}).fit(table);
    Dataset<Row> predicted = pipeline.transform(table);
    pipeline.write().overwrite().save(path);
    // end:spark-pipeline

    Dataset<Row> again = PipelineModel.load(path).transform(table);
    Rows.requireSame(predicted, "scores", y);
    Rows.requireSame(again, "scores", y);
    assertThat(again.select("id", "kind", "label").orderBy("id").collectAsList())
        .isEqualTo(predicted.select("id", "kind", "label").orderBy("id").collectAsList());
    Row first = predicted.orderBy("id").first();
    Prediction expected =
        model
            .namedPredictor()
            .predict(
                Map.of("flower", List.of(first.get(1), first.get(2), first.get(3), first.get(4))));
    assertThat(first.<String>getAs("kind")).isEqualTo(expected.label());
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setMetricName("accuracy")
            .setPredictionCol("label")
            .setLabelCol("truth")
            .evaluate(predicted.withColumn("truth", predicted.col("label")));
    assertThat(accuracy).isEqualTo(1);
  }

  @Test
  void a_stage_alone_is_saved_and_loaded_with_its_params() throws Exception {
    String path = folder.resolve("stage").toString();
    NyalaModel stage = stage().setOutputCol("p").setBatchSize(64).setHandleInvalid("keep");
    stage.save(path);

    NyalaModel loaded = NyalaModel.load(path);

    assertThat(loaded.uid()).isEqualTo(stage.uid());
    assertThat(loaded.getOrDefault(loaded.inputCols())).containsExactly("a", "b", "c", "d");
    assertThat(loaded.getOrDefault(loaded.batchSize())).isEqualTo(64);
    assertThat(loaded.getOrDefault(loaded.handleInvalid())).isEqualTo("keep");
    Rows.requireSame(loaded.transform(table), "p", y);
    Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> NyalaModel.load(folder.resolve("file").toString()))
        .hasMessageContaining("is a file; load reads folders of saved stages");
  }

  @Test
  void is_a_function_of_sql() {
    SparkSession spark = TestCluster.session();
    table.createOrReplaceTempView("flowers");

    // snippet:spark-sql
    NyalaModel.of(model).setInputCols("a", "b", "c", "d").register(spark, "flower");
    Dataset<Row> predicted =
        spark.sql("SELECT id, flower(struct(*)) AS p, flower(array(a, b, c, d)) AS q FROM flowers");
    // end:spark-sql

    Rows.requireSame(predicted, "p", y);
    Rows.requireSame(predicted, "q", y);
    stage().setClassCol("kind").register(spark, "named");
    Row named =
        spark.sql("SELECT named(struct(a, b, c, d)) AS r FROM flowers").first().getStruct(0);
    assertThat(named.schema().fieldNames()).containsExactly("prediction", "kind");
    assertThatThrownBy(() -> stage().setHandleInvalid("skip").register(spark, "f"))
        .hasMessageContaining("a function cannot skip rows");
  }

  @Test
  void predicts_a_stream() throws Exception {
    SparkSession spark = TestCluster.session();
    String path = folder.resolve("stream").toString();
    table.write().parquet(path);

    var query =
        stage()
            .transform(spark.readStream().schema(table.schema()).parquet(path))
            .writeStream()
            .format("memory")
            .queryName("predicted")
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();

    Rows.requireSame(spark.table("predicted"), "prediction", y);
  }

  @Test
  void classes_and_probabilities_are_those_of_the_model() {
    Dataset<Row> predicted =
        stage()
            .setClassCol("kind")
            .setProbabilityCol("p")
            .setClassIndexCol("index")
            .transform(table);

    for (Row row : predicted.limit(50).collectAsList()) {
      Vector p = row.getAs("p");
      int best = p.argmax();
      assertThat(row.<Double>getAs("index")).isEqualTo(best);
      assertThat(row.<String>getAs("kind"))
          .isEqualTo(List.of("setosa", "versicolor", "virginica").get(best));
    }
  }

  @Test
  void missing_values_are_an_error_or_skipped_or_kept() {
    Rows rows = new Rows().column("v", DataTypes.DoubleType);
    rows.add(1.0).add((Object) null).add(Double.NaN).add(2.0);
    Dataset<Row> holes = rows.in(2);
    Model line = Sequential.of(input("v", 1), dense(1));

    assertThatThrownBy(() -> NyalaModel.of(line).transform(holes).collectAsList())
        .rootCause()
        .hasMessageContaining(
            "a value is missing (null or NaN) for one of [column \"v\"] in the row [")
        .hasMessageContaining("setHandleInvalid");
    assertThat(NyalaModel.of(line).setHandleInvalid("skip").transform(holes).count()).isEqualTo(2);
    List<Row> kept =
        NyalaModel.of(line).setHandleInvalid("keep").transform(holes).orderBy("id").collectAsList();
    assertThat(kept.stream().map(row -> row.isNullAt(2)).toList())
        .containsExactly(false, true, true, false);
  }

  @Test
  void equal_files_are_one_object_in_a_jvm_and_so_one_model() throws Exception {
    ModelFile file = ModelFile.of(new byte[] {1, 2, 3}, "a");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(file);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isSameAs(file);
    }
    assertThat(ModelFile.of(new byte[] {1, 2, 3}, "b")).isSameAs(file);
    assertThat(ModelFile.of(new byte[] {1, 2, 4}, "c")).isNotSameAs(file);
  }

  @Test
  void columns_are_checked_before_any_row_is_read() {
    assertThatThrownBy(() -> NyalaModel.of(model).transformSchema(table.schema()))
        .hasMessageContaining("there is no column \"flower\" for input \"flower\" of ")
        .hasMessageContaining("only [id, a, b, c, d]")
        .hasMessageContaining("name the columns with setInputCols");
    assertThatThrownBy(
            () -> stage().setInputCols("a", "b", "c", "D").transformSchema(table.schema()))
        .hasMessageContaining("there is no column \"D\"")
        .hasMessageContaining("did you mean \"d\" or \"id\"? Otherwise correct inputCols");
    assertThatThrownBy(() -> stage().setInputCols("a", "b").transformSchema(table.schema()))
        .hasMessageContaining("has shape (4,), but the columns a, b have together 2 elements");
    assertThatThrownBy(
            () ->
                stage()
                    .transformSchema(table.withColumn("a", table.col("a").cast("string")).schema()))
        .hasMessageContaining("column \"a\" has type string, but input \"flower\" of ")
        .hasMessageContaining("cast it: col(\"a\").cast(\"double\")");
    assertThatThrownBy(() -> stage().setOutputCol("a").transformSchema(table.schema()))
        .hasMessageContaining("there is already a column \"a\"");
    assertThatThrownBy(() -> stage().setOutputType("matrix")).hasMessageContaining("outputType");
    assertThatThrownBy(() -> stage().setOutputCols("p", "q").transformSchema(table.schema()))
        .hasMessageContaining("needs a column for each; outputCols has 2: [p, q]");
    Model nameless = Sequential.of(input("v", 1), dense(1));
    assertThatThrownBy(
            () ->
                NyalaModel.of(nameless)
                    .setInputCols("a")
                    .setClassCol("k")
                    .transformSchema(table.schema()))
        .hasMessageContaining("classCol needs the names of the classes")
        .hasMessageContaining("model.decode(Decoding.classes(...))");
    assertThatThrownBy(() -> stage().summary())
        .hasMessageContaining("was not trained by a NyalaEstimator");
    assertThatThrownBy(() -> new NyalaModel("x").transformSchema(table.schema()))
        .hasMessage("x has no model; create it with NyalaModel.of or NyalaModel.fromFile");
  }

  @Test
  void damaged_and_missing_files_are_named() throws Exception {
    Path file = Files.write(folder.resolve("bad.keras"), new byte[100]);
    assertThatThrownBy(() -> NyalaModel.fromFile(file.toString()))
        .isInstanceOf(io.nyala.io.ModelFileException.class)
        .hasMessageContaining("bad.keras");
    assertThatThrownBy(() -> NyalaModel.fromFile(folder.resolve("none").toString()))
        .hasMessageContaining("cannot read the file " + folder.resolve("none"));
  }

  @Test
  void other_hosts_are_refused_with_one_sentence() {
    Host driver = new Host("the driver", "1.0", true);

    driver.requireSame(new Host("executor 1 on b", "1.0", true));
    assertThatThrownBy(() -> driver.requireSame(new Host("executor 1 on b", "1.1", true)))
        .hasMessage(
            "executor 1 on b has Nyala 1.1, but the driver has 1.0; give all the same jars, for"
                + " example with --jars");
    assertThatThrownBy(() -> driver.requireSame(new Host("executor 1 on b", "1.0", false)))
        .hasMessageStartingWith("executor 1 on b runs without the vector module")
        .hasMessageContaining("spark.executor.extraJavaOptions");
    ExecutorJava.refuseOld(List.of("25", "26"));
    List<String> old = new ArrayList<>(List.of("25", "21"));
    assertThatThrownBy(() -> ExecutorJava.refuseOld(old))
        .hasMessageContaining("an executor runs on Java 21, Nyala needs 25 or newer");
  }
}
