// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.callbacks.Callbacks.csvLogger;
import static io.nyala.callbacks.Callbacks.earlyStopping;
import static io.nyala.callbacks.Callbacks.modelCheckpoint;
import static io.nyala.callbacks.Callbacks.progress;
import static io.nyala.docs.Numbers.normal;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lambda;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static io.nyala.optimizers.Schedules.cosineDecay;
import static io.nyala.regularizers.Regularizers.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.evaluation.RocAuc;
import io.nyala.data.samples.StrokeDigits;
import io.nyala.data.samples.StrokeDigits.Digits;
import io.nyala.kernel.WorkerPool;
import io.nyala.layers.base.Layer;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metric;
import io.nyala.models.Callback;
import io.nyala.models.Compile;
import io.nyala.models.Evaluation;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.models.Predictor;
import io.nyala.models.Sequential;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/guide.md} and {@code README.md}, run. */
class GuideTest {
  private static final Tensor X = normal(200, 4);
  private static final Tensor Y = classes(X);

  @TempDir Path folder;

  /** 1 where the first two columns add up to more than 0. */
  private static Tensor classes(Tensor x) {
    float[] labels = new float[x.shape().dim(0)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = x.at(4 * i) + x.at(4 * i + 1) > 0 ? 1 : 0;
    }
    return Tensor.of(Shape.of(labels.length, 1), labels);
  }

  private static Model classifier() {
    Model model = Sequential.of(input(4), dense(16).activation(RELU), dense(1).activation(SIGMOID));
    model.compile(adam(1e-2), binaryCrossentropy(), accuracy());
    return model;
  }

  @Test
  void ten_lines() {
    // snippet:ten-lines
    Digits train = StrokeDigits.generate(10_000, 1);
    Digits test = StrokeDigits.generate(2_000, 2);
    Model model =
        Sequential.of(
            input(28, 28),
            flatten(),
            dense(128).activation(RELU),
            dropout(0.2),
            dense(10).activation(SOFTMAX));
    model.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    model.fit(train.images(), train.labels(), fit().epochs(5));
    Evaluation held = model.evaluate(test.images(), test.labels());
    // end:ten-lines
    assertThat(held.get("accuracy")).isGreaterThan(0.96);
  }

  @Test
  void sequential() {
    // snippet:guide-sequential
    Model model =
        Sequential.of(
            input(30),
            dense(64).activation(RELU).kernelInitializer("he_normal").kernelRegularizer(l2(1e-4)),
            batchNormalization(),
            dropout(0.3),
            dense(1).activation(SIGMOID));
    String table = model.summary();
    // end:guide-sequential
    assertThat(table).contains("(BatchNormalization)");
  }

  @Test
  void compile() {
    Model model = classifier();
    // snippet:guide-compile
    model.compile(
        sgd(0.1).learningRate(cosineDecay(0.1, 10_000)).momentum(0.9).nesterov(true),
        binaryCrossentropy());
    model.compile(adam(1e-3).globalClipNorm(1.0), binaryCrossentropy(), accuracy());
    // end:guide-compile
    assertThat(model.optimizer().learningRate()).isEqualTo(1e-3);
  }

  @Test
  void training_evaluation_prediction() {
    Model model = classifier();
    Tensor x = X;
    Tensor y = Y;
    Tensor xTest = X.rows(0, 50);
    Tensor yTest = Y.rows(0, 50);
    PrintStream out = new PrintStream(new ByteArrayOutputStream());
    // snippet:guide-fit
    History history =
        model.fit(
            x,
            y,
            fit()
                .epochs(50)
                .batchSize(32)
                .validationSplit(0.2)
                .classWeight(Map.of(0, 1.0, 1, 2.0))
                .callbacks(
                    earlyStopping("val_loss").patience(5).restoreBestWeights(), progress(out)));
    List<Double> losses = history.get("val_loss");
    // end:guide-fit
    assertThat(losses).hasSameSizeAs(history.epochs());
    // snippet:guide-evaluate
    Evaluation measures = model.evaluate(xTest, yTest);
    double correct = measures.get("accuracy");
    Tensor probabilities = model.predict(xTest);
    // end:guide-evaluate
    assertThat(correct).isGreaterThan(0.9);
    assertThat(probabilities.shape()).isEqualTo(Shape.of(50, 1));
    // snippet:guide-row
    Predictor predictor = model.predictor();
    float[] row = {0.3f, -1.2f, 0.8f, 0.1f};
    float[] result = new float[1];
    predictor.predict(row, result);
    // end:guide-row
    assertThat(result[0]).isCloseTo(model.predict(Tensor.matrix(row)).item(), within(1e-6f));
  }

  private static org.assertj.core.data.Offset<Float> within(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void saving() throws IOException {
    Model model = classifier();
    // snippet:guide-save
    model.saveWeights(folder.resolve("churn.weights.npz"));
    Files.writeString(folder.resolve("churn.json"), JSON.std.asString(model.toConfig()));
    // end:guide-save
    // snippet:guide-load
    String json = Files.readString(folder.resolve("churn.json"));
    Model again = ModelConfigs.fromConfig(JSON.std.mapFrom(json));
    again.loadWeights(folder.resolve("churn.weights.npz"));
    // end:guide-load
    assertThat(again.predict(X)).isEqualTo(model.predict(X));
  }

  // snippet:guide-callback
  /** The exact area under the ROC curve of held-out rows, logged after each epoch. */
  static final class RocAucEachEpoch extends Callback {
    private final Tensor x;
    private final Tensor y;

    RocAucEachEpoch(Tensor x, Tensor y) {
      this.x = x;
      this.y = y;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs) {
      logs.put("val_roc_auc", RocAuc.of(y, model().predict(x)));
    }
  }

  // end:guide-callback

  @Test
  void callbacks() {
    Model model = classifier();
    Tensor xVal = X.rows(150, 200);
    Tensor yVal = Y.rows(150, 200);
    // snippet:guide-callbacks
    History history =
        model.fit(
            X,
            Y,
            fit()
                .epochs(5)
                .validation(xVal, yVal)
                .callbacks(
                    new RocAucEachEpoch(xVal, yVal),
                    csvLogger(folder.resolve("log.csv")),
                    modelCheckpoint(folder + "/{epoch:02d}-{val_loss:.4f}.weights.npz")
                        .saveBestOnly()));
    // end:guide-callbacks
    assertThat(history.get("val_roc_auc")).hasSize(5);
    assertThat(folder.resolve("log.csv")).isNotEmptyFile();
  }

  @Test
  void functional() {
    Tensor wide = X;
    Tensor deep = normal(200, 10);
    // snippet:guide-functional
    Value a = input("wide", 4);
    Value b = input("deep", 10);
    Layer shared = dense(8).activation(RELU);
    Value left = shared.apply(dense(10).apply(a));
    Value right = shared.apply(b);
    Value both = concatenate().apply(left, right);
    Value label = dense(1).activation(SIGMOID).named("label").apply(both);
    Value value = dense(1).named("value").apply(both);
    Model model = Model.of(List.of(a, b), List.of(label, value));

    model.compile(
        Compile.with(adam(1e-3))
            .loss("label", binaryCrossentropy())
            .loss("value", meanSquaredError())
            .lossWeight("value", 0.2)
            .metrics("label", accuracy()));
    History history = model.fit(List.of(wide, deep), List.of(Y, Y), fit().epochs(3));
    List<Tensor> outputs = model.predict(List.of(wide, deep));
    // end:guide-functional
    assertThat(history.values()).containsKeys("loss", "label_accuracy");
    assertThat(outputs).hasSize(2);
  }

  @Test
  void frozen_layers() {
    Model trunk = Sequential.of(input(4), dense(8).activation(RELU));
    Tensor before = trunk.getWeights().getFirst();
    // snippet:guide-freeze
    trunk.trainable(false);
    Model model = Sequential.of(input(4), trunk, dense(1).activation(SIGMOID));
    model.compile(adam(1e-3), binaryCrossentropy());
    model.fit(X, Y);
    trunk.trainable(true);
    model.compile(adam(1e-5), binaryCrossentropy()); // compile again, as in Keras
    // end:guide-freeze
    assertThat(trunk.getWeights().getFirst()).isEqualTo(before);
  }

  @Test
  void two_networks() {
    Tensor real = X.rows(0, 20);
    Tensor ones = Tensor.full(Shape.of(20, 1), 1);
    Tensor zeros = Tensor.zeros(Shape.of(20, 1));
    Tensor noise = Tensor.full(Shape.of(20, 8), 0.5f);
    // snippet:guide-gan
    Model generator = Sequential.of(input(8), dense(16).activation(RELU), dense(4));
    Model discriminator =
        Sequential.of(input(4), dense(16).activation(RELU), dense(1).activation(SIGMOID));
    discriminator.compile(adam(2e-4).beta1(0.5), binaryCrossentropy());
    discriminator.trainable(false); // affects only later calls of compile
    Model stacked = Sequential.of(input(8), generator, discriminator);
    stacked.compile(adam(2e-4).beta1(0.5), binaryCrossentropy());

    discriminator.trainOnBatch(real, ones);
    discriminator.trainOnBatch(generator.predictOnBatch(noise), zeros);
    stacked.trainOnBatch(noise, ones); // the generator learns what the discriminator believes
    // end:guide-gan
    List<Tensor> before = discriminator.getWeights();
    Tensor made = generator.predictOnBatch(noise);
    stacked.trainOnBatch(noise, ones);
    assertThat(discriminator.getWeights()).isEqualTo(before);
    assertThat(generator.predictOnBatch(noise)).isNotEqualTo(made);
    discriminator.trainOnBatch(real, ones);
    assertThat(discriminator.getWeights()).isNotEqualTo(before);
  }

  // snippet:guide-metric
  /** The largest error of an epoch. */
  static final class WorstError extends Metric {
    private double worst;

    WorstError() {
      super("worst_error");
    }

    @Override
    protected List<Value> observe(Value yTrue, Value yPred) {
      return List.of(yTrue.minus(yPred).abs());
    }

    @Override
    public void update(List<Tensor> observed, Tensor sampleWeight) {
      for (float error : observed.getFirst().floats()) {
        worst = Math.max(worst, error);
      }
    }

    @Override
    public double result() {
      return worst;
    }

    @Override
    public void reset() {
      worst = 0;
    }
  }

  // end:guide-metric

  @Test
  void own_loss_metric_and_layer() {
    // snippet:guide-loss
    Loss quantile =
        Losses.custom(
            "quantile_90",
            (yTrue, yPred) -> {
              Value error = yTrue.minus(yPred);
              return Ops.maximum(error.times(0.9f), error.times(-0.1f)).mean(-1);
            });
    // end:guide-loss
    // snippet:guide-own
    Model model = Sequential.of(input(4), lambda(Value::tanh), dense(1));
    model.compile(adam(1e-2), quantile, new WorstError(), meanAbsoluteError());
    History history = model.fit(X, Y, fit().epochs(60));
    // end:guide-own
    assertThat(history.last("loss")).isLessThan(history.get("loss").getFirst());
    assertThat(history.last("worst_error")).isGreaterThan(history.last("mean_absolute_error"));
    int below = 0;
    Tensor predicted = model.predict(X);
    for (int i = 0; i < 200; i++) {
      below += Y.at(i) <= predicted.at(i) ? 1 : 0;
    }
    assertThat(below).isBetween(160, 200);
  }

  @Test
  void own_loop() {
    Model model = classifier();
    double last = 0;
    // snippet:guide-loop
    for (int step = 0; step < 100; step++) {
      int from = step * 20 % 200;
      Evaluation before = model.trainOnBatch(X.rows(from, from + 20), Y.rows(from, from + 20));
      last = before.loss();
    }
    // end:guide-loop
    assertThat(last).isLessThan(0.3);
  }

  @Test
  void reproducible() {
    // snippet:guide-seed
    Model model = Sequential.of(input(4), dense(8).activation(RELU), dropout(0.5), dense(1));
    model.seed(42);
    model.compile(adam(1e-3), meanSquaredError());
    WorkerPool.useThreads(1);
    model.fit(X, Y);
    String fingerprint = Weights.sha256(model);
    // end:guide-seed
    WorkerPool.useThreads(2);
    Model again = Sequential.of(input(4), dense(8).activation(RELU), dropout(0.5), dense(1));
    again.seed(42);
    again.compile(adam(1e-3), meanSquaredError());
    again.fit(X, Y);
    assertThat(Weights.sha256(again)).isEqualTo(fingerprint);
    // snippet:guide-threads
    model.threads(1); // this model works on the calling thread only; the others share the rest
    // end:guide-threads
  }

  /** Messages as the guide quotes them. */
  @Test
  void messages() {
    Model model = Sequential.of(input(4), dense(1));
    assertThatThrownBy(() -> model.fit(X, Y))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not compiled; call compile(optimizer, loss, metrics...)");
    model.compile(adam(1e-3), meanSquaredError());
    assertThatThrownBy(() -> model.fit(normal(20, 3), Y.rows(0, 20)))
        .hasMessageContaining("expected input (batch, 4), got (20, 3)");
    float[] data = X.toFloats();
    data[4 * 7 + 2] = Float.NaN;
    assertThatThrownBy(() -> model.fit(Tensor.of(X.shape(), data), Y))
        .hasMessageContaining("x has NaN in row 7, column 2");
    model.compile(sgd(1e30), meanSquaredError());
    assertThatThrownBy(() -> model.fit(X, Y, fit().epochs(3)))
        .hasMessageContaining("the loss became")
        .hasMessageContaining("Try a smaller learning rate");
  }
}
