// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import static io.nyala.callbacks.Callbacks.earlyStopping;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.api.NyalaVersion;
import io.nyala.callbacks.EarlyStopping;
import io.nyala.io.tensorboard.Event;
import io.nyala.io.tensorboard.EventReader;
import io.nyala.io.tensorboard.Summary;
import io.nyala.models.DataParallel;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestCluster.class)
class NyalaEstimatorTest {
  private static final int ROWS = 300;
  private static final int INPUTS = 5;

  @TempDir Path folder;

  /** An executor that a test has killed is replaced within seconds. */
  @BeforeEach
  void await_both_executors() throws InterruptedException {
    SparkContext spark = TestCluster.session().sparkContext();
    for (int i = 0; i < 600 && BarrierTraining.slots(spark) < 4; i++) {
      Thread.sleep(100);
    }
  }

  private static float[][] numbers() {
    SplittableRandom random = new SplittableRandom(3);
    float[][] rows = new float[ROWS][INPUTS + 1];
    for (float[] row : rows) {
      for (int i = 0; i < INPUTS; i++) {
        row[i] = (float) random.nextDouble(-1, 1);
        row[INPUTS] += i * row[i];
      }
    }
    return rows;
  }

  private static Dataset<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (float[] row : numbers()) {
      double[] x = new double[INPUTS - 1];
      for (int i = 0; i < x.length; i++) {
        x[i] = row[i];
      }
      rows.add(
          RowFactory.create(
              Vectors.dense(x),
              (double) row[INPUTS - 1],
              row[INPUTS],
              rows.size() % 5 == 4,
              1 + rows.size() % 3));
    }
    StructType schema =
        new StructType()
            .add("features", SQLDataTypes.VectorType())
            .add("last", DataTypes.DoubleType)
            .add("label", DataTypes.FloatType)
            .add("held", DataTypes.BooleanType)
            .add("weight", DataTypes.IntegerType);
    return TestCluster.session().createDataFrame(rows, schema);
  }

  private static Model network() {
    Model model =
        Sequential.of(
            input(INPUTS), dense(16).activation("relu"), dropout(0.1), dense(8), dense(1));
    model.compile(adam(1e-2), meanSquaredError());
    return model;
  }

  private NyalaEstimator estimator() {
    // snippet:spark-fit
    NyalaEstimator estimator =
        new NyalaEstimator(network()) // a compiled model
            .setInputCols("features", "last")
            .setLabelCols("label")
            .setEpochs(3)
            .setBatchSize(32)
            .setShards(6)
            .setSeed(7)
            .setCacheDir(folder.toString()) // on storage that driver and executors share
            .setProgress(System.out::println);
    // end:spark-fit
    return estimator;
  }

  private static List<float[]> weights(Model model) {
    return model.getWeights().stream().map(Tensor::floats).toList();
  }

  /** What one machine finds without Spark. */
  private record Alone(List<float[]> weights, Map<String, List<Double>> history, int bestEpoch) {}

  private static Alone alone(int epochs, double held, EarlyStopping... stopping) {
    float[] x = new float[ROWS * INPUTS];
    float[] y = new float[ROWS];
    float[][] numbers = numbers();
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(numbers[r], 0, x, r * INPUTS, INPUTS);
      y[r] = numbers[r][INPUTS];
    }
    Model alone = network();
    alone.seed(7);
    alone.distribute(DataParallel.replicas(1).shards(6));
    History history =
        alone.fit(
            Tensor.of(Shape.of(ROWS, INPUTS), x),
            Tensor.of(Shape.of(ROWS, 1), y),
            fit().epochs(epochs).batchSize(32).validationSplit(held).callbacks(stopping));
    return new Alone(
        weights(alone),
        history.values(),
        stopping.length == 0 ? epochs - 1 : stopping[0].bestEpoch());
  }

  @Test
  void one_two_and_three_workers_train_as_one_machine() throws Exception {
    Alone expected =
        alone(12, 0.2, earlyStopping("val_loss").patience(2).minDelta(0.2).restoreBestWeights());
    int epochs = expected.history.get("loss").size();
    assertThat(expected.bestEpoch).isBetween(1, epochs - 2); // so that it is stopped and restored
    Dataset<Row> rows = rows();
    for (int workers = 1; workers <= 3; workers++) {
      List<String> lines = new ArrayList<>();
      NyalaModel trained =
          estimator()
              .setWorkers(workers)
              .setValidationSplit(0.2)
              .setEpochs(12)
              .setPatience(2)
              .setMinDelta(0.2)
              .setProgress(lines::add)
              .fit(rows);
      assertThat(weights(trained.network())).containsExactlyElementsOf(expected.weights);
      assertThat(trained.summary().history()).isEqualTo(expected.history);
      assertThat(trained.summary().chosenEpoch()).isEqualTo(expected.bestEpoch);
      assertThat(lines).hasSize(epochs);
      assertThat(lines.getLast())
          .startsWith("epoch %d of 12, loss ".formatted(epochs))
          .contains("val_loss ");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_killed_worker_changes_no_bit() {
    List<Long> workers =
        JavaSparkContext.fromSparkContext(TestCluster.session().sparkContext())
            .parallelize(List.of(0, 1, 2, 3, 4, 5, 6, 7), 8)
            .map(i -> ProcessHandle.current().pid())
            .distinct()
            .collect();
    Alone expected =
        alone(12, 0, earlyStopping("loss").patience(4).minDelta(100).restoreBestWeights());
    int epochs = expected.history.get("loss").size();
    assertThat(expected.bestEpoch).isEqualTo(0); // after the restart only the checkpoint has it
    List<String> lines = new ArrayList<>();
    NyalaModel trained =
        estimator()
            .setEpochs(12)
            .setPatience(4)
            .setMonitor("loss")
            .setMinDelta(100)
            .setWorkers(3) // in both executors
            .setCheckpointSteps(4)
            .setRestartPatience(0) // with those that are left
            .setProgress(
                line -> {
                  lines.add(line);
                  if (line.startsWith("epoch 3 ")) { // said again after the restart
                    ProcessHandle.of(workers.getFirst()).ifPresent(ProcessHandle::destroyForcibly);
                  }
                })
            .fit(rows());
    assertThat(lines).anyMatch(line -> line.contains("going on from the last checkpoint with"));
    assertThat(lines.getLast()).startsWith("epoch %d of 12".formatted(epochs));
    assertThat(weights(trained.network())).containsExactlyElementsOf(expected.weights);
    assertThat(trained.summary().history()).isEqualTo(expected.history);
    assertThat(trained.summary().chosenEpoch()).isEqualTo(expected.bestEpoch);
  }

  @Test
  void rows_may_be_sorted_weighted_and_held_out() throws Exception {
    Dataset<Row> rows = rows();
    NyalaEstimator estimator =
        estimator()
            .setEpochs(1)
            .setWorkers(2)
            .setValidationIndicatorCol("held")
            .setOrderCol("last");
    List<float[]> sorted = weights(estimator.fit(rows.repartition(3)).network());
    NyalaModel again = estimator.fit(rows);
    assertThat(weights(again.network())).containsExactlyElementsOf(sorted);
    assertThat(again.parent()).isSameAs(estimator);
    String path = folder.resolve("trained").toString();
    again.copy(ParamMap.empty()).save(path);
    assertThat(again.summary().history()).containsOnlyKeys("loss", "val_loss");
    assertThat(NyalaModel.load(path).summary()).isEqualTo(again.summary());
    List<float[]> weighted = weights(estimator.setWeightCol("weight").fit(rows).network());
    assertThat(weighted.getFirst()).isNotEqualTo(sorted.getFirst());
  }

  @Test
  void cross_validation_finds_the_better_rate() {
    NyalaEstimator estimator = estimator().setWorkers(2).setEpochs(2);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.learningRate(), new double[] {1e-5, 1e-2}).build();
    CrossValidatorModel found =
        new CrossValidator()
            .setEstimator(estimator)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new RegressionEvaluator().setMetricName("mse"))
            .setNumFolds(2)
            .fit(rows());
    assertThat(found.avgMetrics()[1]).isLessThan(0.8 * found.avgMetrics()[0]);
    assertThat(found.bestModel()).isInstanceOf(NyalaModel.class);
  }

  @Test
  void the_first_worker_writes_event_files_of_the_whole_data() throws Exception {
    Path logs = folder.resolve("logs");
    NyalaModel trained =
        estimator()
            .setWorkers(2)
            .setEpochs(2)
            .setValidationSplit(0.2)
            .setLogDir(logs.toString())
            .fit(rows());
    Map<String, List<Double>> history = trained.summary().history();
    assertThat(epochLosses(logs.resolve("train"))).isEqualTo(floats(history.get("loss")));
    assertThat(epochLosses(logs.resolve("validation"))).isEqualTo(floats(history.get("val_loss")));
  }

  private static List<Float> floats(List<Double> numbers) {
    return numbers.stream().map(Double::floatValue).toList();
  }

  /** Returns the losses by epoch in the only event file of a folder. */
  private static List<Float> epochLosses(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    assertThat(files).hasSize(1);
    List<Float> losses = new ArrayList<>();
    for (Event event : EventReader.readAll(files.getFirst())) {
      for (Summary value : event.values()) {
        if (value.tag().equals("epoch_loss")) {
          assertThat(event.step()).isEqualTo(losses.size());
          losses.add((float) ((Summary.Scalar) value.content()).value());
        }
      }
    }
    return losses;
  }

  @Test
  void executors_with_another_version_refuse_to_train() {
    Host other = new Host("the driver", "9.9", true);
    TrainingPlan plan =
        new TrainingPlan(null, null, 0, 1, null, 1, 1, "", 0, null, null, 60, other);
    BarrierTraining training =
        new BarrierTraining(TestCluster.session().sparkContext(), plan, line -> {});
    assertThatThrownBy(() -> training.run(2, 5, 0))
        .isInstanceOf(NyalaSparkException.class)
        .message()
        .matches(
            "executor \\d+ on 127\\.0\\.0\\.1 has Nyala %s, but the driver has 9\\.9; give all the same jars, for example with --jars"
                .formatted(Pattern.quote(NyalaVersion.number())));
  }

  @Test
  void dynamic_allocation_is_refused_before_rows_are_written() throws IOException {
    SparkConf conf = TestCluster.session().sparkContext().conf();
    conf.set("spark.dynamicAllocation.enabled", "true");
    try {
      assertThatThrownBy(() -> estimator().fit(rows()))
          .isInstanceOf(NyalaSparkException.class)
          .hasMessageContaining("set spark.dynamicAllocation.enabled to false");
    } finally {
      conf.remove("spark.dynamicAllocation.enabled");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void says_what_cannot_be() {
    Dataset<Row> rows = rows();
    assertThatThrownBy(() -> estimator().setShards(16).setWorkers(9).fit(rows))
        .hasMessageContaining("9 workers must run at the same time, but the cluster has room for");
    assertThatThrownBy(() -> estimator().setShards(2).setWorkers(3).fit(rows))
        .hasMessageContaining("3 workers cannot share 2 shards");
    assertThatThrownBy(() -> estimator().setCacheDir("hdfs://host/cache").fit(rows))
        .hasMessageContaining("a file system is needed that is mounted on all machines");
    assertThatThrownBy(() -> estimator().setLabelCols("lable").fit(rows))
        .hasMessageContaining("labelCols: there is no column \"lable\"")
        .hasMessageContaining("label");
    assertThatThrownBy(() -> estimator().setOptimizer("sgd").fit(rows))
        .hasMessageContaining("set the loss too");
    assertThatThrownBy(() -> new NyalaEstimator().setLabelCols("label").fit(rows))
        .hasMessageContaining("setNetwork(model)");
    assertThatThrownBy(() -> estimator().setMonitor("loss").fit(rows))
        .hasMessageContaining("monitor and minDelta have no effect without early stopping");
    assertThatThrownBy(() -> estimator().setPatience(3).fit(rows))
        .hasMessageContaining("monitors \"val_loss\", but there are no rows to validate with");
    assertThatThrownBy(
            () -> estimator().setValidationSplit(0.1).setValidationIndicatorCol("held").fit(rows))
        .hasMessageContaining("both validationIndicatorCol and validationSplit");
    assertThatThrownBy(
            () -> estimator().setValidationIndicatorCol("held").fit(rows.where("not held")))
        .hasMessageContaining("column \"held\" is true in no row");
    Dataset<Row> gaps = rows.withColumn("label", functions.expr("if(held, null, label)"));
    assertThatThrownBy(() -> estimator().fit(gaps))
        .isInstanceOf(NyalaSparkException.class)
        .hasMessageContaining("column \"label\": a row has no value");
  }

  @Test
  void an_estimator_can_be_saved() throws Exception {
    NyalaEstimator estimator = estimator().setMetrics("mae").setLoss("mse");
    String file = folder.resolve("estimator").toString();
    estimator.save(file);
    NyalaEstimator loaded = NyalaEstimator.load(file);
    assertThat(loaded.extractParamMap().toSeq().size())
        .isEqualTo(estimator.extractParamMap().toSeq().size());
    assertThat(loaded.getOrDefault(loaded.network()))
        .isEqualTo(estimator.getOrDefault(estimator.network()));
  }
}
